/// Where and how often a trainer saves itself.
public struct Checkpoints: Sendable {
    public var path: String
    public var every: Interval

    /// How many epochs or steps lie between two checkpoints.
    public enum Interval: Sendable {
        case epochs(Int)
        case steps(Int)
    }

    /// - Parameter path: A safetensors file, which is replaced as a whole each time.
    public init(path: String, every: Interval = .epochs(1)) {
        switch every {
        case .epochs(let count), .steps(let count):
            if count < 1 { fatalError("Checkpoints: every \(every); a positive number is wanted") }
        }
        self.path = path
        self.every = every
    }

    func isDue(afterEpoch number: Int) -> Bool {
        if case .epochs(let count) = every { number % count == 0 } else { false }
    }

    func isDue(afterStep number: Int) -> Bool {
        if case .steps(let count) = every { number % count == 0 } else { false }
    }
}

internal import CKernels
internal import Synchronization

/// A counter-based generator: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// SC 2011). One seed gives the same stream on every machine.
///
/// Functions that draw numbers take a generator, and use `RandomGenerator.default` when none is given.
public final class RandomGenerator: RandomNumberGenerator, Sendable {
    /// A place in a stream: a generator that is set to it draws what another drew from there.
    public struct Position: Hashable, Sendable {
        /// The seed of the stream.
        public var seed: UInt64
        /// How far the generator has come in it.
        public var counter: UInt64

        public init(seed: UInt64, counter: UInt64) { (self.seed, self.counter) = (seed, counter) }
    }

    private let state: Mutex<Position>

    /// A generator at the start of the stream of `seed`.
    public init(seed: UInt64) {
        state = Mutex(Position(seed: seed, counter: 0))
    }

    /// The generator that is used where none is given; `setSeed(_:)` seeds it, and it starts with seed 0.
    public static let `default` = RandomGenerator(seed: 0)

    /// Goes to the start of the stream of `seed`.
    public func reseed(_ seed: UInt64) {
        state.withLock { $0 = Position(seed: seed, counter: 0) }
    }

    /// Where the generator stands; setting it goes there, as to repeat what was drawn or to continue in another process.
    public var position: Position {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// The next 64 random bits.
    public func next() -> UInt64 {
        let (key, counter) = take(blocks: 1)
        var four: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &four) {
            sl_philox(key, counter, 0, $0.baseAddress!.assumingMemoryBound(to: UInt32.self))
        }
        return UInt64(four.0) << 32 | UInt64(four.1)
    }

    /// A number in 0..<bound, each equally likely.
    public func next(below bound: Int) -> Int {
        if bound <= 0 { shapeError("next(below:)", "the bound is \(bound), a positive one is wanted") }
        let bound = UInt64(bound)
        // Numbers under 2^64 mod bound are dropped, so that the rest divides evenly (Lemire 2019).
        let threshold = (0 &- bound) % bound
        while true {
            let (high, low) = next().multipliedFullWidth(by: bound)
            if low >= threshold { return Int(high) }
        }
    }

    /// 0..<count in random order (Fisher and Yates).
    public func permutation(_ count: Int) -> [Int] {
        if count < 0 { shapeError("permutation", "count is \(count)") }
        var order = Array(0..<count)
        var last = count - 1
        while last > 0 {
            order.swapAt(last, next(below: last + 1))
            last -= 1
        }
        return order
    }

    /// Reserves `blocks` counter values.
    func take(blocks: Int) -> (key: UInt64, counter: UInt64) {
        state.withLock { state in
            defer { state.counter &+= UInt64(blocks) }
            return (state.seed, state.counter)
        }
    }
}

/// Seeds the generator that is used where none is given.
public func setSeed(_ seed: UInt64) {
    RandomGenerator.default.reseed(seed)
}

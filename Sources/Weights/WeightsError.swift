/// Why a weight file could not be read, written or used.
public struct WeightsError: Error, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// The tensor the trouble is with, if it is with one.
    public let tensor: String?
    /// What was found and what was expected.
    public let problem: String

    package init(path: String, tensor: String? = nil, problem: String) {
        (self.path, self.tensor, self.problem) = (path, tensor, problem)
    }

    public var description: String {
        tensor.map { "\(path): tensor \"\($0)\": \(problem)" } ?? "\(path): \(problem)"
    }
}

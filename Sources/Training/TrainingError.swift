/// Why a training could not go on.
public struct TrainingError: Error, Sendable, CustomStringConvertible {
    public let problem: String
    /// The step, from 1 and counted through all epochs, if it is about one.
    public let step: Int?
    /// The dotted name of the layer, if it is about one.
    public let layer: String?

    init(problem: String, step: Int? = nil, layer: String? = nil) {
        (self.problem, self.step, self.layer) = (problem, step, layer)
    }

    public var description: String { problem }
}

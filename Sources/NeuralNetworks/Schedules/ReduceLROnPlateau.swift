/// Multiplies the learning rates by `factor` when a metric, such as the loss on the validation set, has not become better
/// for more than `patience` steps.
///
/// ```swift
/// let scheduler = ReduceLROnPlateau(optimizer, patience: 3)
/// scheduler.step(validationLoss)
/// ```
public final class ReduceLROnPlateau {
    /// Which metrics are better.
    public enum Mode: Sendable { case min, max }

    public let optimizer: Optimizer
    public let mode: Mode
    public let factor: Double
    public let patience: Int
    /// By which part of the best metric a metric must be better to count.
    public let threshold: Double
    /// Steps after a change in which metrics that are no better do not count.
    public let cooldown: Int
    /// The rate that is never gone below.
    public let minimum: Double

    /// The best metric so far.
    public private(set) var best: Double
    /// The steps since then.
    public private(set) var badSteps = 0
    private var restingSteps = 0

    public init(
        _ optimizer: Optimizer, mode: Mode = .min, factor: Double = 0.1, patience: Int = 10, threshold: Double = 1e-4,
        cooldown: Int = 0, minimum: Double = 0
    ) {
        if !(0..<1).contains(factor) {
            fatalError("ReduceLROnPlateau: factor is \(factor); a fraction in 0..<1 is wanted")
        }
        self.optimizer = optimizer
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.cooldown = cooldown
        self.minimum = minimum
        best = mode == .min ? .infinity : -.infinity
    }

    /// Takes note of the metric of an epoch, and lowers the rates where it is time.
    ///
    /// - Returns: Whether it was.
    @discardableResult
    public func step(_ metric: Double) -> Bool {
        let isBetter = mode == .min ? metric < best * (1 - threshold) : metric > best * (1 + threshold)
        if isBetter {
            best = metric
            badSteps = 0
        } else {
            badSteps += 1
        }
        if restingSteps > 0 {
            restingSteps -= 1
            badSteps = 0
        }
        if badSteps <= patience { return false }
        restingSteps = cooldown
        badSteps = 0
        for (index, group) in optimizer.groups.enumerated() {
            optimizer.setLearningRate(Swift.max(group.learningRate! * factor, minimum), ofGroup: index)
        }
        return true
    }
}

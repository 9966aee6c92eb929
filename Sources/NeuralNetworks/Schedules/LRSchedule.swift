/// How a learning rate, and with some schedules the momentum, changes from step to step: a rule without memory, which can be asked, drawn and combined.
///
/// ```swift
/// let scheduler = LRScheduler(optimizer, CosineAnnealingLR(steps: 100))
/// for epoch in 0..<100 {
///     …
///     scheduler.step()
/// }
/// ```
public protocol LRSchedule: Sendable {
    /// The rate after `step` steps of the scheduler.
    ///
    /// - Parameter base: The rate that the optimizer was made with.
    func learningRate(base: Double, step: Int) -> Double

    /// The momentum after `step` steps of the scheduler; most schedules leave it at `base`.
    ///
    /// - Parameter base: The momentum that the optimizer was made with, 0 if it has none.
    func momentum(base: Double, step: Int) -> Double
}

extension LRSchedule {
    public func momentum(base: Double, step: Int) -> Double { base }
}

/// Sets the learning rates of an optimizer's groups by a schedule, each from its own rate at first.
public final class LRScheduler {
    public let optimizer: Optimizer
    public let schedule: any LRSchedule
    /// The rates of the groups that the schedule starts from.
    public package(set) var baseRates: [Double]
    /// The momenta of the groups at first.
    public package(set) var baseMomenta: [Double]
    /// Steps taken so far. Setting it, as to go on with a training, sets the rates too.
    public var stepCount = 0 {
        didSet { apply() }
    }

    /// Begins the schedule: the optimizer has its first rates from here on.
    public init(_ optimizer: Optimizer, _ schedule: any LRSchedule) {
        self.optimizer = optimizer
        self.schedule = schedule
        baseRates = optimizer.groups.map { $0.learningRate! }
        baseMomenta = optimizer.groups.map { $0.momentum! }
        apply()
    }

    /// Goes on to the next rates: after each epoch, or after each batch, as the schedule's numbers are meant.
    public func step() { stepCount += 1 }

    private func apply() {
        for (index, base) in baseRates.enumerated() {
            optimizer.setLearningRate(schedule.learningRate(base: base, step: stepCount), ofGroup: index)
            optimizer.setMomentum(schedule.momentum(base: baseMomenta[index], step: stepCount), ofGroup: index)
        }
    }
}

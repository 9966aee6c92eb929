internal import Tensors

/// The rate times gamma every `stepSize` steps: base · gamma^⌊step / stepSize⌋.
public struct StepLR: LRSchedule {
    public let stepSize: Int
    public let gamma: Double

    public init(stepSize: Int, gamma: Double = 0.1) {
        checkCount(stepSize, "StepLR", "stepSize")
        self.stepSize = stepSize
        self.gamma = gamma
    }

    public func learningRate(base: Double, step: Int) -> Double { base * pow(gamma, step / stepSize) }
}

/// The rate times gamma at each of the milestones.
public struct MultiStepLR: LRSchedule {
    public let milestones: [Int]
    public let gamma: Double

    public init(milestones: [Int], gamma: Double = 0.1) {
        self.milestones = milestones
        self.gamma = gamma
    }

    public func learningRate(base: Double, step: Int) -> Double {
        base * pow(gamma, milestones.count { $0 <= step })
    }
}

/// The rate times gamma at every step: base · gamma^step.
public struct ExponentialLR: LRSchedule {
    public let gamma: Double

    public init(gamma: Double) { self.gamma = gamma }

    public func learningRate(base: Double, step: Int) -> Double { base * pow(gamma, step) }
}

/// Half a cosine from the base rate to `minimum` (Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm
/// restarts", 2017): minimum + (base - minimum) (1 + cos(π step / steps)) / 2. Beyond `steps` it rises again, as in PyTorch.
public struct CosineAnnealingLR: LRSchedule {
    public let steps: Int
    public let minimum: Double

    public init(steps: Int, minimum: Double = 0) {
        checkCount(steps, "CosineAnnealingLR", "steps")
        self.steps = steps
        self.minimum = minimum
    }

    public func learningRate(base: Double, step: Int) -> Double {
        minimum + (base - minimum) * (1 + cos(Double.pi * Double(step) / Double(steps))) / 2
    }
}

/// A straight line from base · startFactor to base · endFactor in `steps` steps, and then the latter: a warm-up.
public struct LinearLR: LRSchedule {
    public let startFactor: Double
    public let endFactor: Double
    public let steps: Int

    public init(startFactor: Double = 1.0 / 3, endFactor: Double = 1, steps: Int = 5) {
        checkCount(steps, "LinearLR", "steps")
        self.startFactor = startFactor
        self.endFactor = endFactor
        self.steps = steps
    }

    public func learningRate(base: Double, step: Int) -> Double {
        base * (startFactor + (endFactor - startFactor) * Double(min(step, steps)) / Double(steps))
    }
}

/// Schedules one after the other, each from its own step 0 at the milestone where it begins: a warm-up and then a decay,
/// for instance.
///
/// ```swift
/// SequentialLR([LinearLR(steps: 5), CosineAnnealingLR(steps: 95)], milestones: [5])
/// ```
public struct SequentialLR: LRSchedule {
    public let schedules: [any LRSchedule]
    public let milestones: [Int]

    public init(_ schedules: [any LRSchedule], milestones: [Int]) {
        if schedules.isEmpty || milestones.count != schedules.count - 1 || milestones.sorted() != milestones {
            fatalError(
                "SequentialLR: \(schedules.count) schedules and the milestones \(milestones); one milestone less than "
                    + "schedules is wanted, in order")
        }
        self.schedules = schedules
        self.milestones = milestones
    }

    public func learningRate(base: Double, step: Int) -> Double {
        let index = milestones.count { $0 <= step }
        return schedules[index].learningRate(base: base, step: step - (index == 0 ? 0 : milestones[index - 1]))
    }

    public func momentum(base: Double, step: Int) -> Double {
        let index = milestones.count { $0 <= step }
        return schedules[index].momentum(base: base, step: step - (index == 0 ? 0 : milestones[index - 1]))
    }
}

func checkCount(_ count: Int, _ schedule: String, _ name: String) {
    if count <= 0 { fatalError("\(schedule): \(name) is \(count); a positive number is wanted") }
}

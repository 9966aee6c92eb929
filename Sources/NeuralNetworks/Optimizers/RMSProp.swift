public import Tensors

/// RMSProp (Tieleman and Hinton, "Lecture 6.5: RMSProp", 2012), in PyTorch's form:
///
///     g ← g + weightDecay · w
///     v ← α v + (1 - α) g²
///     m ← α m + (1 - α) g            centered: v - m² in place of v below
///     b ← momentum · b + g / (√v + epsilon)
///     w ← w - learningRate · b
public final class RMSProp: Optimizer {
    public let alpha: Double
    public let epsilon: Double
    public let momentum: Double
    public let centered: Bool

    public init(
        _ groups: [ParameterGroup], learningRate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
        momentum: Double = 0, centered: Bool = false, weightDecay: Double = 0
    ) {
        Optimizer.checkFraction(alpha, "alpha", "RMSProp")
        Optimizer.check(momentum, "momentum", "RMSProp")
        self.alpha = alpha
        self.epsilon = epsilon
        self.momentum = momentum
        self.centered = centered
        super.init(groups, learningRate: learningRate, weightDecay: weightDecay)
    }

    public convenience init(
        _ parameters: [Parameter], learningRate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
        momentum: Double = 0, centered: Bool = false, weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(parameters)], learningRate: learningRate, alpha: alpha, epsilon: epsilon,
            momentum: momentum, centered: centered, weightDecay: weightDecay)
    }

    public convenience init(
        _ model: Module, learningRate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
        momentum: Double = 0, centered: Bool = false, weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(model)], learningRate: learningRate, alpha: alpha, epsilon: epsilon, momentum: momentum,
            centered: centered, weightDecay: weightDecay)
    }

    public override var slotNames: [String] { ["square_avg", "momentum_buffer", "grad_avg"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        let slope = gradient + value.detach() * settings.weightDecay
        let before = slots(index, like: value)
        let square = before[0] * alpha + slope.squared() * (1 - alpha)
        let average = centered ? before[2] * alpha + slope * (1 - alpha) : before[2]
        let spread = centered ? square - average.squared() : square
        let direction = slope / (spread.sqrt() + epsilon)
        let velocity = momentum == 0 ? before[1] : before[1] * momentum + direction
        slots[index] = [square, velocity, average]
        return value - (momentum == 0 ? direction : velocity) * settings.learningRate
    }
}

public import Tensors

/// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015):
///
///     g ← g + weightDecay · w
///     m ← β₁ m + (1 - β₁) g          m̂ = m / (1 - β₁ᵗ)
///     v ← β₂ v + (1 - β₂) g²         v̂ = v / (1 - β₂ᵗ)
///     w ← w - learningRate · m̂ / (√v̂ + epsilon)
public final class Adam: Optimizer {
    public let beta1: Double
    public let beta2: Double
    public let epsilon: Double

    public init(
        _ groups: [ParameterGroup], learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        Optimizer.checkFraction(beta1, "beta1", "Adam")
        Optimizer.checkFraction(beta2, "beta2", "Adam")
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        super.init(groups, learningRate: learningRate, weightDecay: weightDecay)
    }

    public convenience init(
        _ parameters: [Parameter], learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(parameters)], learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay)
    }

    public convenience init(
        _ model: Module, learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(model)], learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay)
    }

    public override var slotNames: [String] { ["exp_avg", "exp_avg_sq"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        let moments = slots(index, like: value)
        return OptimizerStep.adam(
            value, gradient, first: moments[0], second: moments[1], step: settings.step, rate: settings.learningRate,
            beta1: beta1, beta2: beta2, epsilon: epsilon, decay: settings.weightDecay)
    }
}

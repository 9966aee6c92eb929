public import Tensors

/// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015):
///
///     g ← g + weightDecay · w
///     m ← β₁ m + (1 - β₁) g          m̂ = m / (1 - β₁ᵗ)
///     v ← β₂ v + (1 - β₂) g²         v̂ = v / (1 - β₂ᵗ)
///     w ← w - learningRate · m̂ / (√v̂ + epsilon)
public final class Adam: Optimizer {
    public let beta2: Double
    public let epsilon: Double

    public init(
        _ parameters: some ParameterSource, learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        Optimizer.checkFraction(beta1, "beta1", "Adam")
        Optimizer.checkFraction(beta2, "beta2", "Adam")
        self.beta2 = beta2
        self.epsilon = epsilon
        super.init(parameters, learningRate: learningRate, weightDecay: weightDecay, momentum: beta1)
    }

    /// The part of its direction that a step keeps: another name of `momentum`.
    public var beta1: Double { momentum }

    public override var slotNames: [String] { ["exp_avg", "exp_avg_sq"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        settings.step(.adam(beta2: beta2, isDecoupled: false), epsilon: epsilon)(
            value, gradient, slots(index, like: value))
    }
}

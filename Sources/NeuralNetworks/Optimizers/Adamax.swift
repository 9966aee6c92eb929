public import Tensors

/// Adamax, Adam with the largest gradient in place of the mean square (Kingma and Ba, "Adam: a method for stochastic
/// optimization", 2015, section 7.1), in PyTorch's form:
///
///     g ← g + weightDecay · w
///     m ← β₁ m + (1 - β₁) g
///     u ← max(β₂ u, |g| + epsilon)
///     w ← w - learningRate / (1 - β₁ᵗ) · m / u
public final class Adamax: Optimizer {
    public let beta2: Double
    public let epsilon: Double

    public init(
        _ parameters: some ParameterSource, learningRate: Double = 2e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        Optimizer.checkFraction(beta1, "beta1", "Adamax")
        Optimizer.checkFraction(beta2, "beta2", "Adamax")
        self.beta2 = beta2
        self.epsilon = epsilon
        super.init(parameters, learningRate: learningRate, weightDecay: weightDecay, momentum: beta1)
    }

    /// The part of its direction that a step keeps: another name of `momentum`.
    public var beta1: Double { momentum }

    public override var slotNames: [String] { ["exp_avg", "exp_inf"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        settings.step(.adamax(beta2: beta2), epsilon: epsilon)(value, gradient, slots(index, like: value))
    }
}

public import Tensors

/// AdaGrad (Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011):
///
///     g ← g + weightDecay · w
///     s ← s + g²
///     w ← w - learningRate / (1 + (t - 1) · rateDecay) · g / (√s + epsilon)
public final class AdaGrad: Optimizer {
    public let rateDecay: Double
    public let epsilon: Double

    public init(
        _ parameters: some ParameterSource, learningRate: Double = 1e-2, rateDecay: Double = 0,
        epsilon: Double = 1e-10, weightDecay: Double = 0
    ) {
        Optimizer.check(rateDecay, "rate decay", "AdaGrad")
        self.rateDecay = rateDecay
        self.epsilon = epsilon
        super.init(parameters, learningRate: learningRate, weightDecay: weightDecay)
    }

    public override var slotNames: [String] { ["sum"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        let divisor = 1 + Double(settings.step - 1) * rateDecay
        return settings.step(.adagrad, epsilon: epsilon, rateDividedBy: divisor)(
            value, gradient, slots(index, like: value))
    }
}

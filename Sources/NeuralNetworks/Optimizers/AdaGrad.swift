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
        _ groups: [ParameterGroup], learningRate: Double = 1e-2, rateDecay: Double = 0, epsilon: Double = 1e-10,
        weightDecay: Double = 0
    ) {
        Optimizer.check(rateDecay, "rate decay", "AdaGrad")
        self.rateDecay = rateDecay
        self.epsilon = epsilon
        super.init(groups, learningRate: learningRate, weightDecay: weightDecay)
    }

    public convenience init(
        _ parameters: [Parameter], learningRate: Double = 1e-2, rateDecay: Double = 0, epsilon: Double = 1e-10,
        weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(parameters)], learningRate: learningRate, rateDecay: rateDecay, epsilon: epsilon,
            weightDecay: weightDecay)
    }

    public convenience init(
        _ model: Module, learningRate: Double = 1e-2, rateDecay: Double = 0, epsilon: Double = 1e-10,
        weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(model)], learningRate: learningRate, rateDecay: rateDecay, epsilon: epsilon,
            weightDecay: weightDecay)
    }

    public override var slotNames: [String] { ["sum"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        let slope = gradient + value.detach() * settings.weightDecay
        let sum = slots(index, like: value)[0] + slope.squared()
        slots[index] = [sum]
        let rate = settings.learningRate / (1 + Double(settings.step - 1) * rateDecay)
        return value - slope / (sum.sqrt() + epsilon) * rate
    }
}

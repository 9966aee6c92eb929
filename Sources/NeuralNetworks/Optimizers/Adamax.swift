public import Tensors

/// Adamax, Adam with the largest gradient in place of the mean square (Kingma and Ba, "Adam: a method for stochastic
/// optimization", 2015, section 7.1), in PyTorch's form:
///
///     g ← g + weightDecay · w
///     m ← β₁ m + (1 - β₁) g
///     u ← max(β₂ u, |g| + epsilon)
///     w ← w - learningRate / (1 - β₁ᵗ) · m / u
public final class Adamax: Optimizer {
    public let beta1: Double
    public let beta2: Double
    public let epsilon: Double

    public init(
        _ groups: [ParameterGroup], learningRate: Double = 2e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        Optimizer.checkFraction(beta1, "beta1", "Adamax")
        Optimizer.checkFraction(beta2, "beta2", "Adamax")
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        super.init(groups, learningRate: learningRate, weightDecay: weightDecay)
    }

    public convenience init(
        _ parameters: [Parameter], learningRate: Double = 2e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(parameters)], learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay)
    }

    public convenience init(
        _ model: Module, learningRate: Double = 2e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(model)], learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay)
    }

    public override var slotNames: [String] { ["exp_avg", "exp_inf"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        let slope = gradient + value.detach() * settings.weightDecay
        let before = slots(index, like: value)
        let average = before[0] * beta1 + slope * (1 - beta1)
        let largest = maximum(before[1] * beta2, slope.abs() + epsilon)
        slots[index] = [average, largest]
        let rate = settings.learningRate / (1 - pow(beta1, Double(settings.step)))
        return value - average / largest * rate
    }
}

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
    public let weightDecay: Double
    private var moments: [OptimizerStep.Moments?]

    public init(
        _ parameters: [Parameter], learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        moments = Array(repeating: nil, count: parameters.count)
        super.init(parameters, learningRate: learningRate)
    }

    public convenience init(
        _ model: Module, learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        self.init(
            model.parameters, learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay)
    }

    public override func updated(_ value: Tensor, _ gradient: Tensor, index: Int) -> Tensor {
        OptimizerStep.adam(
            value, gradient, moments: &moments[index], rate: learningRate, beta1: beta1, beta2: beta2,
            epsilon: epsilon, decay: weightDecay)
    }
}

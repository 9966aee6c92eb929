public import Tensors

/// Stochastic gradient descent, with momentum (Polyak 1964) in PyTorch's form:
///
///     g ← g + weightDecay · w
///     v ← momentum · v + g      (v = g at the first step)
///     w ← w - learningRate · v
public final class SGD: Optimizer {
    public let momentum: Double
    public let weightDecay: Double
    private var velocities: [Tensor?]

    public init(_ parameters: [Parameter], learningRate: Double, momentum: Double = 0, weightDecay: Double = 0) {
        self.momentum = momentum
        self.weightDecay = weightDecay
        velocities = Array(repeating: nil, count: parameters.count)
        super.init(parameters, learningRate: learningRate)
    }

    public convenience init(_ model: Module, learningRate: Double, momentum: Double = 0, weightDecay: Double = 0) {
        self.init(model.parameters, learningRate: learningRate, momentum: momentum, weightDecay: weightDecay)
    }

    public override func updated(_ value: Tensor, _ gradient: Tensor, index: Int) -> Tensor {
        OptimizerStep.sgd(
            value, gradient, velocity: &velocities[index], rate: learningRate, momentum: momentum, decay: weightDecay)
    }
}

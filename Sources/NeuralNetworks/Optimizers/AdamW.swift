public import Tensors

/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019): the decay acts
/// on the weights, not by way of the gradients' averages:
///
///     w ← w - learningRate · weightDecay · w
///
/// and then as `Adam` without weight decay.
public final class AdamW: Optimizer {
    public let beta1: Double
    public let beta2: Double
    public let epsilon: Double

    public init(
        _ groups: [ParameterGroup], learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0.01
    ) {
        Optimizer.checkFraction(beta1, "beta1", "AdamW")
        Optimizer.checkFraction(beta2, "beta2", "AdamW")
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        super.init(groups, learningRate: learningRate, weightDecay: weightDecay)
    }

    public convenience init(
        _ parameters: [Parameter], learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0.01
    ) {
        self.init(
            [ParameterGroup(parameters)], learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay)
    }

    public convenience init(
        _ model: Module, learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0.01
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
        let decayed = value.detach() * (1 - settings.learningRate * settings.weightDecay)
        return OptimizerStep.adam(
            decayed, gradient, first: moments[0], second: moments[1], step: settings.step, rate: settings.learningRate,
            beta1: beta1, beta2: beta2, epsilon: epsilon, decay: 0)
    }
}

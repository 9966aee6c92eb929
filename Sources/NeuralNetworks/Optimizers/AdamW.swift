public import Tensors

/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019): the decay acts
/// on the weights, not by way of the gradients' averages:
///
///     w ← w - learningRate · weightDecay · w
///
/// and then as `Adam` without weight decay.
public final class AdamW: Optimizer {
    public let beta2: Double
    public let epsilon: Double

    public init(
        _ parameters: some ParameterSource, learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, weightDecay: Double = 0.01
    ) {
        Optimizer.checkFraction(beta1, "beta1", "AdamW")
        Optimizer.checkFraction(beta2, "beta2", "AdamW")
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
        settings.step(.adam(beta2: beta2, isDecoupled: true), epsilon: epsilon)(
            value, gradient, slots(index, like: value))
    }
}

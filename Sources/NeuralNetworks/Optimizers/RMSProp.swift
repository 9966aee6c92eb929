public import Tensors

/// RMSProp (Tieleman and Hinton, "Lecture 6.5: RMSProp", 2012), in PyTorch's form:
///
///     g ← g + weightDecay · w
///     v ← α v + (1 - α) g²
///     m ← α m + (1 - α) g            centered: v - m² in place of v below
///     b ← momentum · b + g / (√v + epsilon)
///     w ← w - learningRate · b
public final class RMSProp: Optimizer {
    public let alpha: Double
    public let epsilon: Double
    public let centered: Bool

    public init(
        _ parameters: some ParameterSource, learningRate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
        momentum: Double = 0, centered: Bool = false, weightDecay: Double = 0
    ) {
        Optimizer.checkFraction(alpha, "alpha", "RMSProp")
        self.alpha = alpha
        self.epsilon = epsilon
        self.centered = centered
        super.init(parameters, learningRate: learningRate, weightDecay: weightDecay, momentum: momentum)
    }

    public override var slotNames: [String] { ["square_avg", "momentum_buffer", "grad_avg"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        settings.step(.rmsprop(alpha: alpha, isCentered: centered), epsilon: epsilon)(
            value, gradient, slots(index, like: value))
    }
}

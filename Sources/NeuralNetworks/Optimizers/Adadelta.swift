public import Tensors

/// Adadelta (Zeiler, "ADADELTA: an adaptive learning rate method", 2012):
///
///     g ← g + weightDecay · w
///     v ← ρ v + (1 - ρ) g²
///     Δ = g · √(u + epsilon) / √(v + epsilon)
///     u ← ρ u + (1 - ρ) Δ²
///     w ← w - learningRate · Δ
public final class Adadelta: Optimizer {
    public let rho: Double
    public let epsilon: Double

    public init(
        _ parameters: some ParameterSource, learningRate: Double = 1, rho: Double = 0.9, epsilon: Double = 1e-6,
        weightDecay: Double = 0
    ) {
        Optimizer.checkFraction(rho, "rho", "Adadelta")
        self.rho = rho
        self.epsilon = epsilon
        super.init(parameters, learningRate: learningRate, weightDecay: weightDecay)
    }

    public override var slotNames: [String] { ["square_avg", "acc_delta"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        settings.step(.adadelta(rho: rho), epsilon: epsilon)(value, gradient, slots(index, like: value))
    }
}

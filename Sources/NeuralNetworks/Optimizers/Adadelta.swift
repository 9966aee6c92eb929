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
        _ groups: [ParameterGroup], learningRate: Double = 1, rho: Double = 0.9, epsilon: Double = 1e-6,
        weightDecay: Double = 0
    ) {
        Optimizer.checkFraction(rho, "rho", "Adadelta")
        self.rho = rho
        self.epsilon = epsilon
        super.init(groups, learningRate: learningRate, weightDecay: weightDecay)
    }

    public convenience init(
        _ parameters: [Parameter], learningRate: Double = 1, rho: Double = 0.9, epsilon: Double = 1e-6,
        weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(parameters)], learningRate: learningRate, rho: rho, epsilon: epsilon,
            weightDecay: weightDecay)
    }

    public convenience init(
        _ model: Module, learningRate: Double = 1, rho: Double = 0.9, epsilon: Double = 1e-6, weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(model)], learningRate: learningRate, rho: rho, epsilon: epsilon, weightDecay: weightDecay)
    }

    public override var slotNames: [String] { ["square_avg", "acc_delta"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        let slope = gradient + value.detach() * settings.weightDecay
        let before = slots(index, like: value)
        let square = before[0] * rho + slope.squared() * (1 - rho)
        let change = slope * ((before[1] + epsilon).sqrt() / (square + epsilon).sqrt())
        slots[index] = [square, before[1] * rho + change.squared() * (1 - rho)]
        return value - change * settings.learningRate
    }
}

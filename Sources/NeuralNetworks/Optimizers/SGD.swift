public import Tensors

/// Stochastic gradient descent, with momentum (Polyak, "Some methods of speeding up the convergence of iteration methods",
/// 1964) in PyTorch's form, or Nesterov's (Nesterov, "A method for solving the convex programming problem with convergence
/// rate O(1/k²)", 1983; Sutskever, Martens, Dahl and Hinton 2013):
///
///     g ← g + weightDecay · w
///     v ← momentum · v + g               (v = g at the first step)
///     w ← w - learningRate · v
///     w ← w - learningRate · (g + momentum · v)      with Nesterov's momentum
public final class SGD: Optimizer {
    public let momentum: Double
    public let nesterov: Bool

    public init(
        _ groups: [ParameterGroup], learningRate: Double, momentum: Double = 0, nesterov: Bool = false,
        weightDecay: Double = 0
    ) {
        Optimizer.check(momentum, "momentum", "SGD")
        if nesterov && momentum == 0 { fatalError("SGD: Nesterov's momentum wants a momentum that is not 0") }
        self.momentum = momentum
        self.nesterov = nesterov
        super.init(groups, learningRate: learningRate, weightDecay: weightDecay)
    }

    public convenience init(
        _ parameters: [Parameter], learningRate: Double, momentum: Double = 0, nesterov: Bool = false,
        weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(parameters)], learningRate: learningRate, momentum: momentum, nesterov: nesterov,
            weightDecay: weightDecay)
    }

    public convenience init(
        _ model: Module, learningRate: Double, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0
    ) {
        self.init(
            [ParameterGroup(model)], learningRate: learningRate, momentum: momentum, nesterov: nesterov,
            weightDecay: weightDecay)
    }

    public override var slotNames: [String] { momentum == 0 ? [] : ["momentum_buffer"] }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        var velocity = slots[index].first
        let moved = OptimizerStep.sgd(
            value, gradient, velocity: &velocity, rate: settings.learningRate, momentum: momentum,
            decay: settings.weightDecay)
        guard momentum != 0, let velocity else { return moved }
        slots[index] = [velocity]
        if !nesterov { return moved }
        let slope = settings.weightDecay == 0 ? gradient : gradient + value * settings.weightDecay
        return value - (slope + velocity * momentum) * settings.learningRate
    }
}

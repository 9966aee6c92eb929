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
    public let nesterov: Bool

    public init(
        _ parameters: some ParameterSource, learningRate: Double, momentum: Double = 0, nesterov: Bool = false,
        weightDecay: Double = 0
    ) {
        self.nesterov = nesterov
        super.init(parameters, learningRate: learningRate, weightDecay: weightDecay, momentum: momentum)
        if nesterov && groups.contains(where: { $0.momentum == 0 }) {
            fatalError("SGD: Nesterov's momentum wants a momentum that is not 0")
        }
    }

    public override var slotNames: [String] {
        groups.contains { $0.momentum != 0 } ? ["momentum_buffer"] : []
    }

    public override func updated(
        _ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings
    ) -> Tensor {
        settings.step(.sgd(nesterov: nesterov))(value, gradient, slots(index, like: value))
    }
}

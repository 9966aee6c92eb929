public import NeuralNetworks
public import Tensors

/// A modular network: small networks that each become good at a part of the task, and a gate that says whose answer counts
/// (Jacobs, Jordan, Nowlan and Hinton, "Adaptive mixtures of local experts", 1991).
///
/// ```swift
/// let model = ModularNetwork(inputs: 2, hidden: 16, outputs: 3, experts: 4)
/// let shares = model.mixture.weights(points)  // [batch, 4]: whom the gate trusts
/// ```
///
/// - Input: [batch, inputs]. Output: [batch, outputs].
/// - Parameters: `mixture.experts.k.layers.0.weight` and so on of each expert, an `MLP` with one hidden layer, and
///   `mixture.gate.weight` [experts, inputs] and `mixture.gate.bias`.
public final class ModularNetwork: Module {
    public let mixture: MixtureOfExperts

    /// - Parameters:
    ///   - hidden: The width of each expert's hidden layer.
    ///   - experts: How many there are.
    ///   - selected: How many of them count for each sample; all unless it is given.
    public init(
        inputs: Int, hidden: Int = 16, outputs: Int, experts: Int = 4, selected: Int? = nil,
        generator: RandomGenerator = .default
    ) {
        ModularNetwork.require(experts > 0, "\(experts) experts; a positive number is wanted")
        mixture = MixtureOfExperts(
            (0..<experts).map { _ in MLP([inputs, hidden, outputs], generator: generator) },
            gate: Linear(inputs, experts, generator: generator), selected: selected)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor { mixture(input) }
}

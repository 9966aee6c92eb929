public import Tensors

/// A simple recurrent network (Elman, "Finding structure in time", 1990):
///
///     hₜ = tanh(W_ih xₜ + b_ih + W_hh hₜ₋₁ + b_hh)
///
/// See `RecurrentLayer` for shapes and parameters.
public final class RNN: RecurrentLayer {
    /// What is applied to the sums.
    public enum Activation: Sendable { case tanh, relu }

    /// - Parameters:
    ///   - layers: How many layers stand on each other, each fed with the outputs of the one before.
    ///   - bidirectional: Whether each layer also runs from the last step to the first.
    ///   - dropout: The probability that an output between two layers is dropped in training.
    public init(
        _ inputs: Int, _ hidden: Int, layers: Int = 1, bidirectional: Bool = false, dropout: Double = 0,
        activation: Activation = .tanh, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        super.init(
            activation == .relu ? .relu : .tanh, inputs, hidden, layers, bidirectional, dropout, bias, dtype, generator)
    }
}

/// One step of a simple recurrent network: h′ = tanh(W_ih x + b_ih + W_hh h + b_hh).
///
/// - Parameters: `weight_ih` [hidden, inputs], `weight_hh` [hidden, hidden], `bias_ih` and `bias_hh`.
public final class RNNCell: RecurrentCellLayer {
    public init(
        _ inputs: Int, _ hidden: Int, activation: RNN.Activation = .tanh, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        super.init(activation == .relu ? .relu : .tanh, inputs, hidden, bias, dtype, generator)
    }
}

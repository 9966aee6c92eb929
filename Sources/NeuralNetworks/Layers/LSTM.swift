public import Tensors

/// Long short-term memory, which can keep what it has seen over many steps (Hochreiter and Schmidhuber, "Long short-term
/// memory", 1997; the forget gate is from Gers, Schmidhuber and Cummins 2000):
///
///     i, f, o = σ(…)    g = tanh(…)      of W_ih xₜ + b_ih + W_hh hₜ₋₁ + b_hh, in the order i, f, g, o
///     cₜ = f cₜ₋₁ + i g
///     hₜ = o tanh(cₜ)
///
/// See `RecurrentLayer` for shapes and parameters.
public final class LSTM: RecurrentLayer {
    /// - Parameters:
    ///   - layers: How many layers stand on each other, each fed with the outputs of the one before.
    ///   - bidirectional: Whether each layer also runs from the last step to the first.
    ///   - dropout: The probability that an output between two layers is dropped in training.
    public init(
        _ inputs: Int, _ hidden: Int, layers: Int = 1, bidirectional: Bool = false, dropout: Double = 0,
        bias: Bool = true, dtype: DType = .float32, generator: RandomGenerator = .default
    ) {
        super.init(.lstm, inputs, hidden, layers, bidirectional, dropout, bias, dtype, generator)
    }
}

/// One step of an LSTM: c′ = f c + i g and h′ = o tanh(c′).
///
/// - Parameters: `weight_ih` [4 · hidden, inputs], `weight_hh` [4 · hidden, hidden], `bias_ih` and `bias_hh`.
public final class LSTMCell: RecurrentCellLayer {
    public init(
        _ inputs: Int, _ hidden: Int, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        super.init(.lstm, inputs, hidden, bias, dtype, generator)
    }
}

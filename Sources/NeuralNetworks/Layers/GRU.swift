public import Tensors

/// Gated recurrent units (Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014), in PyTorch's form:
///
///     r = σ(W_ir x + b_ir + W_hr h + b_hr)
///     z = σ(W_iz x + b_iz + W_hz h + b_hz)
///     n = tanh(W_in x + b_in + r (W_hn h + b_hn))
///     h′ = (1 - z) n + z h
///
/// See `RecurrentLayer` for shapes and parameters.
public final class GRU: RecurrentLayer {
    /// - Parameters:
    ///   - layers: How many layers stand on each other, each fed with the outputs of the one before.
    ///   - bidirectional: Whether each layer also runs from the last step to the first.
    ///   - dropout: The probability that an output between two layers is dropped in training.
    public init(
        _ inputs: Int, _ hidden: Int, layers: Int = 1, bidirectional: Bool = false, dropout: Double = 0,
        bias: Bool = true, dtype: DType = .float32, generator: RandomGenerator = .default
    ) {
        super.init(.gru, inputs, hidden, layers, bidirectional, dropout, bias, dtype, generator)
    }
}

/// One step of gated recurrent units: h′ = (1 - z) n + z h.
///
/// - Parameters: `weight_ih` [3 · hidden, inputs], `weight_hh` [3 · hidden, hidden], `bias_ih` and `bias_hh`.
public final class GRUCell: RecurrentCellLayer {
    public init(
        _ inputs: Int, _ hidden: Int, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        super.init(.gru, inputs, hidden, bias, dtype, generator)
    }
}

public import Tensors

/// Scaled dot-product attention in several heads, each of its own part of the projected width (Vaswani et al., "Attention is
/// all you need", 2017).
///
/// - Parameters: `in_proj_weight` [3 · width, width], for queries, keys and values one after the other (Xavier uniform),
///   `in_proj_bias` [3 · width] (zeros), `out_proj.weight` [width, width] and `out_proj.bias` [width] (zeros): PyTorch's.
public final class MultiHeadAttention: Module {
    @Parameter public var inProjWeight: Tensor
    @OptionalParameter public var inProjBias: Tensor?
    public let outProj: Linear
    public let width: Int
    public let heads: Int
    private let weightDropout: Dropout

    /// - Parameters:
    ///   - width: Of queries, keys, values and output.
    ///   - heads: Their number, which divides the width.
    ///   - dropout: The probability that a weight is dropped in training.
    public init(
        _ width: Int, heads: Int, dropout: Double = 0, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        MultiHeadAttention.require(
            width > 0 && heads > 0 && width % heads == 0,
            "\(heads) heads do not divide the width of \(width) into equal parts")
        self.width = width
        self.heads = heads
        inProjWeight = Initializer.xavierUniform()([3 * width, width], dtype: dtype, generator: generator)
        _inProjBias = OptionalParameter(bias ? Parameter(.zeros([3 * width], dtype: dtype)) : nil)
        outProj = Linear(width, width, bias: bias, dtype: dtype, generator: generator)
        outProj.bias = bias ? .zeros([width], dtype: dtype) : nil
        weightDropout = Dropout(dropout, generator: generator)
        super.init()
    }

    public override var publishedNames: [String: String] {
        ["inProjWeight": "in_proj_weight", "inProjBias": "in_proj_bias", "outProj": "out_proj"]
    }

    /// - Parameters:
    ///   - query: [batch, queries, width].
    ///   - key: [batch, keys, width].
    ///   - value: [batch, keys, width].
    ///   - mask: What may be attended to, of type bool, or numbers that are added to the scores; broadcasts to
    ///     [batch, heads, queries, keys]: [queries, keys] for all alike, [batch, 1, 1, keys] to leave out padding.
    ///   - isCausal: Whether query i may only attend to the keys 0...i.
    /// - Returns: The output [batch, queries, width] and the weights [batch, heads, queries, keys].
    public func callAsFunction(
        query: Tensor, key: Tensor, value: Tensor, mask: Tensor? = nil, isCausal: Bool = false
    ) -> (output: Tensor, weights: Tensor) {
        withinForward {
            for (name, tensor) in [("query", query), ("key", key), ("value", value)]
            where tensor.rank != 3 || tensor.shape[2] != width {
                failure("the \(name) has shape \(tensor.shape); [batch, steps, \(width)] is wanted")
            }
            if query.shape[0] != key.shape[0] || Array(key.shape.prefix(2)) != Array(value.shape.prefix(2)) {
                failure(
                    "query \(query.shape), key \(key.shape), value \(value.shape) (batches must agree, keys and values "
                        + "be as many)")
            }
            let parts = [query, key, value].enumerated().map { index, tensor in heads(of: tensor, part: index) }
            let weights = parts[0].attentionWeights(
                to: parts[1], mask: mask, isCausal: isCausal, "MultiHeadAttention")
            // In memory the heads stay side by side.
            let means = weightDropout(weights).matmul(keepingOrderOf: parts[2]).swappingAxes(1, 2)
            let output = outProj(means.reshape(query.shape[0], query.shape[1], width))
            observed(query, output)
            return (output, weights)
        }
    }

    /// Attention of the input's steps to themselves: [batch, steps, width] to the same shape.
    public override func forward(_ input: Tensor) -> Tensor { self(query: input, key: input, value: input).output }

    /// The projected queries, keys or values of each head: [batch, heads, steps, width / heads].
    private func heads(of tensor: Tensor, part: Int) -> Tensor {
        let rows = (part * width)..<((part + 1) * width)
        return tensor.linear(weight: inProjWeight[rows], bias: inProjBias?[rows])
            .reshape(tensor.shape[0], tensor.shape[1], heads, width / heads).swappingAxes(1, 2)
    }

    public override var layerDescription: String { "MultiHeadAttention(\(width), \(heads) heads)" }
}

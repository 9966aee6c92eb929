public import Tensors

/// A block of a Transformer's encoder: attention of the steps to themselves, then two linear layers for each step, each with
/// a way around and layer normalization (Vaswani et al., "Attention is all you need", 2017).
///
///     x ← norm1(x + attention(x))            x ← x + attention(norm1(x))          with `normFirst`
///     x ← norm2(x + linear2(f(linear1(x))))  x ← x + linear2(f(linear1(norm2(x))))
///
/// - Input and output: [batch, steps, width].
/// - Parameters: those of `self_attn`, `linear1` [hidden, width], `linear2` [width, hidden], `norm1` and `norm2`: PyTorch's.
public final class TransformerEncoderLayer: Module {
    /// What stands between the two linear layers.
    public enum Activation: Sendable { case relu, gelu }

    public let selfAttention: MultiHeadAttention
    public let linear1: Linear
    public let linear2: Linear
    public let norm1: LayerNorm
    public let norm2: LayerNorm
    public let activation: Activation
    public let normFirst: Bool
    private let attentionDropout: Dropout
    private let hiddenDropout: Dropout
    private let outputDropout: Dropout

    /// - Parameters:
    ///   - hidden: The width between the two linear layers.
    ///   - dropout: The probability that an element is dropped in training: of the attention's weights, of its output, and
    ///     after each of the linear layers.
    ///   - normFirst: Whether what goes into attention and linear layers is normalized, rather than what comes out.
    public init(
        _ width: Int, heads: Int, hidden: Int = 2048, dropout: Double = 0.1, activation: Activation = .relu,
        normFirst: Bool = false, dtype: DType = .float32, generator: RandomGenerator = .default
    ) {
        selfAttention = MultiHeadAttention(width, heads: heads, dropout: dropout, dtype: dtype, generator: generator)
        linear1 = Linear(width, hidden, dtype: dtype, generator: generator)
        linear2 = Linear(hidden, width, dtype: dtype, generator: generator)
        norm1 = LayerNorm(width, dtype: dtype)
        norm2 = LayerNorm(width, dtype: dtype)
        attentionDropout = Dropout(dropout, generator: generator)
        hiddenDropout = Dropout(dropout, generator: generator)
        outputDropout = Dropout(dropout, generator: generator)
        self.activation = activation
        self.normFirst = normFirst
        super.init()
    }

    public override var publishedNames: [String: String] { ["selfAttention": "self_attn"] }

    public override func forward(_ input: Tensor) -> Tensor { encoded(input, nil, false) }

    /// - Parameters:
    ///   - mask: What may be attended to; see `MultiHeadAttention`.
    ///   - isCausal: Whether each step may only attend to itself and those before it.
    public func callAsFunction(_ input: Tensor, mask: Tensor? = nil, isCausal: Bool = false) -> Tensor {
        withinForward {
            let output = encoded(input, mask, isCausal)
            observed(input, output)
            return output
        }
    }

    private func encoded(_ x: Tensor, _ mask: Tensor?, _ isCausal: Bool) -> Tensor {
        func attention(_ x: Tensor) -> Tensor {
            attentionDropout(selfAttention(query: x, key: x, value: x, mask: mask, isCausal: isCausal).output)
        }
        func steps(_ x: Tensor) -> Tensor {
            let hidden = linear1(x)
            return outputDropout(linear2(hiddenDropout(activation == .relu ? hidden.relu() : hidden.gelu())))
        }
        if normFirst {
            let attended = x + attention(norm1(x))
            return attended + steps(norm2(attended))
        }
        let attended = norm1(x + attention(x))
        return norm2(attended + steps(attended))
    }

    public override var layerDescription: String {
        "TransformerEncoderLayer(\(selfAttention.width), \(selfAttention.heads) heads)"
    }
}

/// Adds waves of different lengths to the features, from which attention can tell how far apart two steps are (Vaswani et
/// al., "Attention is all you need", 2017): sin(step / 10000^(2i / width)) to feature 2i, cos of the same to 2i + 1.
///
/// - Input and output: [batch, steps, width].
public final class PositionalEncoding: Module {
    public let width: Int

    public init(_ width: Int) {
        PositionalEncoding.require(width > 0, "a width of \(width); a positive number is wanted")
        self.width = width
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, axis: 2, has: width, "features", rank: 3...3)
        let steps = input.shape[1]
        var waves: [Double] = []
        for step in 0..<steps {
            for feature in 0..<width {
                let angle = Double(step) / pow(10000, Double(feature / 2 * 2) / Double(width))
                waves.append(feature % 2 == 0 ? sin(angle) : cos(angle))
            }
        }
        return input + Tensor(waves, shape: [steps, width], dtype: input.floating.dtype)
    }

    public override var layerDescription: String { "PositionalEncoding(\(width))" }
}

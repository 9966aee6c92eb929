public import NeuralNetworks
public import Tensors
public import TrainingData

/// A small Transformer that guesses the next character of a text from those before it, and so can write (Vaswani et al.,
/// "Attention is all you need", 2017; Radford, Narasimhan, Salimans and Sutskever, "Improving language understanding by
/// generative pre-training", 2018).
///
/// ```swift
/// let data = TextData(text, length: 32)
/// let model = CharTransformer(data.vocabulary)
/// let trainer = Trainer(model, AdamW(model, learningRate: 3e-3), batches: data.batches(of: 32)) {
///     sequenceCrossEntropy(logits: model($0.inputs), targets: $0.targets)
/// }
/// try trainer.fit(epochs: 10)
/// print(model.generate(100, after: "the ", temperature: 0.7))
/// ```
///
/// Each block attends to the characters up to its own alone and normalizes what goes in, as GPT-2 does.
///
/// - Input: numbers of characters, [batch, steps]. Output: logits of the next one at each step, [batch, steps, characters].
/// - Parameters: `embedding.weight` [characters, width], those of `blocks.0` and so on (see `TransformerEncoderLayer`),
///   `norm.weight`, `norm.bias`, `head.weight` [characters, width] and `head.bias`.
public final class CharTransformer: Module {
    public let embedding: Embedding
    public let blocks: [TransformerEncoderLayer]
    public let norm: LayerNorm
    public let head: Linear
    /// How many characters the model looks back at when it writes; it should be those of the training's windows.
    public let context: Int
    @Unregistered public private(set) var vocabulary: Vocabulary
    private let places: PositionalEncoding
    private let drop: Dropout

    /// - Parameters:
    ///   - width: How long the vector of each step is.
    ///   - heads: The number of attention heads, which divides the width.
    ///   - layers: How many blocks there are.
    public init(
        _ vocabulary: Vocabulary, width: Int = 64, heads: Int = 4, layers: Int = 2, context: Int = 32,
        dropout: Double = 0.1, generator: RandomGenerator = .default
    ) {
        CharTransformer.require(
            layers > 0 && context > 0, "\(layers) layers, a context of \(context); positive numbers are wanted")
        self.vocabulary = vocabulary
        self.context = context
        embedding = Embedding(vocabulary.count, width, generator: generator)
        places = PositionalEncoding(width)
        drop = Dropout(dropout, generator: generator)
        blocks = (0..<layers).map { _ in
            TransformerEncoderLayer(
                width, heads: heads, hidden: 4 * width, dropout: dropout, activation: .gelu, normFirst: true,
                generator: generator)
        }
        norm = LayerNorm(width)
        head = Linear(width, vocabulary.count, generator: generator)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        var steps = drop(places(embedding(input)))
        for block in blocks { steps = block(steps, isCausal: true) }
        return head(norm(steps))
    }

    /// A text that the model writes: `count` characters after `prompt`.
    ///
    /// - Parameters:
    ///   - prompt: What it reads first, one character at least.
    ///   - temperature: 1 draws each character as often as the model thinks, less prefers the likely ones, 0 takes the
    ///     likeliest.
    /// - Returns: The prompt and what comes after it.
    public func generate(
        _ count: Int, after prompt: String, temperature: Double = 1, generator: RandomGenerator = .default
    ) -> String {
        var numbers = encoded(prompt, vocabulary, self)
        var text = prompt
        noGradient {
            evaluating {
                for _ in 0..<max(0, count) {
                    let window = Array(numbers.suffix(context))
                    let logits = self(Tensor(window, shape: [1, window.count], dtype: .int64))
                    let token = sampleToken(
                        logits: logits[0, window.count - 1], temperature: temperature, excluding: neverDrawn,
                        generator: generator)
                    text += vocabulary.tokens[token]
                    numbers.append(token)
                }
            }
        }
        return text
    }
}

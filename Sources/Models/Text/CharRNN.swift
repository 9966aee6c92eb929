public import NeuralNetworks
public import Tensors
public import TrainingData

/// A recurrent network that reads a text character by character and guesses the next, so that it can write (Sutskever,
/// Martens and Hinton, "Generating text with recurrent neural networks", 2011).
///
/// ```swift
/// let data = TextData(text, length: 32)
/// let model = CharRNN(data.vocabulary)
/// let trainer = Trainer(model, Adam(model, learningRate: 3e-3), batches: data.batches(of: 32)) {
///     sequenceCrossEntropy(logits: model($0.inputs), targets: $0.targets)
/// }
/// try trainer.fit(epochs: 10)
/// print(model.generate(100, after: "the ", temperature: 0.7))
/// ```
///
/// - Input: numbers of characters, [batch, steps]. Output: logits of the next one at each step, [batch, steps, characters].
/// - Parameters: `embedding.weight` [characters, features], those of `rnn` (`rnn.weight_ih_l0` and so on), `head.weight`
///   [characters, hidden] and `head.bias`.
public final class CharRNN: Module {
    public let embedding: Embedding
    public let rnn: RecurrentLayer
    public let head: Linear
    @Unregistered public private(set) var vocabulary: Vocabulary

    /// Which recurrent layer it has.
    public enum Cell: Sendable { case rnn, lstm, gru }

    /// - Parameters:
    ///   - features: How long the vector of each character is.
    ///   - hidden: How long the state is.
    ///   - dropout: The probability that an output between two layers is dropped in training.
    public init(
        _ vocabulary: Vocabulary, features: Int = 32, hidden: Int = 128, layers: Int = 1, cell: Cell = .lstm,
        dropout: Double = 0, generator: RandomGenerator = .default
    ) {
        self.vocabulary = vocabulary
        embedding = Embedding(vocabulary.count, features, generator: generator)
        rnn =
            switch cell {
            case .rnn: RNN(features, hidden, layers: layers, dropout: dropout, generator: generator)
            case .lstm: LSTM(features, hidden, layers: layers, dropout: dropout, generator: generator)
            case .gru: GRU(features, hidden, layers: layers, dropout: dropout, generator: generator)
            }
        head = Linear(hidden, vocabulary.count, generator: generator)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor { head(rnn(embedding(input))) }

    /// The logits of the next character at each step, and the state after the last one, to go on from.
    public func callAsFunction(
        _ input: Tensor, from state: RecurrentState?
    ) -> (logits: Tensor, state: RecurrentState) {
        withinForward {
            let (outputs, state) = rnn.unroll(embedding(input), from: state)
            let logits = head(outputs)
            observed(input, logits)
            return (logits, state)
        }
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
        var unread = encoded(prompt, vocabulary, self)
        var (text, state): (String, RecurrentState?) = (prompt, nil)
        noGradient {
            evaluating {
                for _ in 0..<max(0, count) {
                    let (logits, next) = self(Tensor(unread, shape: [1, unread.count], dtype: .int64), from: state)
                    state = next
                    let token = sampleToken(
                        logits: logits[0, unread.count - 1], temperature: temperature, excluding: neverDrawn,
                        generator: generator)
                    text += vocabulary.tokens[token]
                    unread = [token]
                }
            }
        }
        return text
    }
}

public import NeuralNetworks
public import Tensors
public import TrainingData

/// A translator: an encoder reads one sequence in both directions, a decoder writes another, and attention lets it look, at
/// each step, at what matters of the first (Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to align
/// and translate", 2015).
///
/// ```swift
/// let dates = Datasets.dates()
/// let model = Seq2Seq(dates.sourceVocabulary, dates.targetVocabulary)
/// let trainer = Trainer(model, Adam(model, learningRate: 5e-3), batches: dates.batches(of: 64)) {
///     model.loss($0.sources, $0.targets)
/// }
/// try trainer.fit(epochs: 10)
/// model.translate("March 9, 1998")  // "1998-03-09"
/// ```
///
/// The decoder's step, with the state s and the encoder's outputs h:
///
///     c = Σ αⱼ hⱼ,  α = softmax(v · tanh(W_q s + W_k hⱼ))
///     s ← GRU([y; c], s)
///     logits = W [s; c] + b
///
/// where y is the vector of the piece before: in training the right one (teacher forcing), else the one just written.
///
/// - Input: numbers of the source's pieces, [batch, steps], shorter ones filled up with `Vocabulary.padding`. Output: logits of
///   what the decoder writes by itself, [batch, steps, target's pieces].
/// - Parameters: `source.weight` and `target.weight` (the pieces' vectors), those of `encoder`, a GRU in two directions,
///   `bridge` (from its last states to the decoder's first), `attention`, `decoder` (a GRU's cell) and `head`.
public final class Seq2Seq: Module {
    public let source: Embedding
    public let target: Embedding
    public let encoder: GRU
    public let bridge: Linear
    public let attention: AdditiveAttention
    public let decoder: GRUCell
    public let head: Linear
    /// The most pieces that are written.
    public var longest = 32
    @Unregistered public private(set) var sourceVocabulary: Vocabulary
    @Unregistered public private(set) var targetVocabulary: Vocabulary

    /// - Parameters:
    ///   - features: How long the vector of each piece is.
    ///   - hidden: How long the state of the decoder, and of each direction of the encoder, is.
    public init(
        _ sourceVocabulary: Vocabulary, _ targetVocabulary: Vocabulary, features: Int = 32, hidden: Int = 64,
        generator: RandomGenerator = .default
    ) {
        self.sourceVocabulary = sourceVocabulary
        self.targetVocabulary = targetVocabulary
        source = Embedding(sourceVocabulary.count, features, paddingIndex: Vocabulary.padding, generator: generator)
        target = Embedding(targetVocabulary.count, features, paddingIndex: Vocabulary.padding, generator: generator)
        encoder = GRU(features, hidden, bidirectional: true, generator: generator)
        bridge = Linear(2 * hidden, hidden, generator: generator)
        attention = AdditiveAttention(queries: hidden, keys: 2 * hidden, hidden: hidden, generator: generator)
        decoder = GRUCell(features + 2 * hidden, hidden, generator: generator)
        head = Linear(3 * hidden, targetVocabulary.count, generator: generator)
        super.init()
    }

    /// What the encoder makes of sources.
    private struct Encoded {
        /// [batch, steps, 2 · hidden]
        let outputs: Tensor
        /// Which steps are no padding: [batch, 1, steps].
        let mask: Tensor
        /// The decoder's first state, [batch, hidden].
        let state: Tensor
    }

    private func encoded(_ sources: Tensor) -> Encoded {
        if sources.rank != 2 { failure("the sources have shape \(sources.shape); [batch, steps] is wanted") }
        let isPiece = sources .!= Double(Vocabulary.padding)
        let lengths = isPiece.sum(axis: 1).array(of: Int.self)
        if let empty = lengths.firstIndex(of: 0) { failure("source \(empty) is empty: it is all padding") }
        let (outputs, last) = encoder.unroll(source(sources), lengths: lengths)
        let ends = Tensor.concatenated([last.hidden[0], last.hidden[1]], axis: 1)
        return Encoded(outputs: outputs, mask: isPiece.expandingDims(axis: 1), state: bridge(ends).tanh())
    }

    /// One step of the decoder: what it says of the next piece after `pieces`, [batch, target's pieces], its next state, and
    /// what it looked at, [batch, source's steps].
    private func step(
        _ pieces: Tensor, _ state: Tensor, _ encoded: Encoded
    ) -> (logits: Tensor, state: Tensor, weights: Tensor) {
        let (found, weights) = attention(
            queries: state.expandingDims(axis: 1), keys: encoded.outputs, mask: encoded.mask)
        let context = found.squeezing(axis: 1)
        let next = decoder(
            .concatenated([target(pieces), context], axis: 1), RecurrentState(hidden: state)
        ).hidden
        return (head(.concatenated([next, context], axis: 1)), next, weights.squeezing(axis: 1))
    }

    /// The logits of each piece of the targets after the first, given the right ones before it (teacher forcing).
    ///
    /// - Parameters:
    ///   - sources: [batch, steps].
    ///   - targets: [batch, target's steps], each with a start before and an end after it.
    /// - Returns: [batch, target's steps - 1, target's pieces].
    public func callAsFunction(_ sources: Tensor, targets: Tensor) -> Tensor {
        withinForward {
            if targets.rank != 2 || sources.rank != 2 || targets.shape[0] != sources.shape[0] || targets.shape[1] < 2 {
                failure(
                    "sources \(sources.shape), targets \(targets.shape); [batch, steps] of one batch, and targets of two "
                        + "steps or more, are wanted")
            }
            let encoded = encoded(sources)
            var (state, logits): (Tensor, [Tensor]) = (encoded.state, [])
            for place in 0..<(targets.shape[1] - 1) {
                let result = step(targets.selected(axis: 1, place), state, encoded)
                state = result.state
                logits.append(result.logits)
            }
            let output = Tensor.stacked(logits, axis: 1)
            observed(sources, output)
            return output
        }
    }

    /// The cross-entropy of the pieces of `targets` after the first, given those before; padding does not count.
    public func loss(_ sources: Tensor, _ targets: Tensor) -> Tensor {
        sequenceCrossEntropy(
            logits: self(sources, targets: targets), targets: targets[.all, 1...], ignoring: Vocabulary.padding)
    }

    public override func forward(_ input: Tensor) -> Tensor { written(input).logits }

    /// The likeliest pieces, one after the other, until all have come to their end.
    private func written(_ sources: Tensor) -> (logits: Tensor, pieces: [[Int]], weights: Tensor) {
        let encoded = encoded(sources)
        let batch = sources.shape[0]
        var pieces = [[Int]](repeating: [], count: batch)
        var before = Tensor.full([batch], Double(Vocabulary.start), dtype: .int64)
        var (state, logits, weights): (Tensor, [Tensor], [Tensor]) = (encoded.state, [], [])
        while logits.isEmpty || logits.count < longest && !pieces.allSatisfy({ $0.contains(Vocabulary.end) }) {
            let result = step(before, state, encoded)
            state = result.state
            logits.append(result.logits)
            weights.append(result.weights)
            before = result.logits.detach().argmax(axis: 1)
            for (row, piece) in before.array(of: Int.self).enumerated() { pieces[row].append(piece) }
        }
        return (.stacked(logits, axis: 1), pieces, .stacked(weights, axis: 1))
    }

    /// The translation of each source: the likeliest piece at each step.
    public func translate(_ sources: Tensor) -> [String] {
        withinForward {
            noGradient { evaluating { written(sources).pieces.map { targetVocabulary.text($0) } } }
        }
    }

    /// The translation of a text, character by character.
    public func translate(_ text: String) -> String { translateWithAttention(text).text }

    /// The translation of a text, and how much the decoder looked at each character of it: [characters written, characters
    /// read], the end among both, each row adding up to one.
    public func translateWithAttention(_ text: String) -> (text: String, attention: Tensor) {
        withinForward {
            let numbers = sourceVocabulary.encode(characters: text) + [Vocabulary.end]
            let (_, pieces, weights) = noGradient {
                evaluating { written(Tensor(numbers, shape: [1, numbers.count], dtype: .int64)) }
            }
            return (targetVocabulary.text(pieces[0]), weights[0])
        }
    }
}

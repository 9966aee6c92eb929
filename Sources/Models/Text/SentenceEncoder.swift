public import NeuralNetworks
public import Tensors
public import TrainingData

/// A vector for a whole sentence: a recurrent network reads it word by word, and its last state, brought to length one, is
/// what it has understood. Sentences that mean the same shall come out near each other.
///
/// ```swift
/// let statements = Datasets.statements()
/// let model = SentenceEncoder(statements.vocabulary)
/// let loss = contrastiveLoss(model(anchors), model(positives))  // row i of both means the same
/// model.similarity("the car is blue", "blue is the colour of the car")
/// ```
///
/// It is trained with `contrastiveLoss(_:_:temperature:)`, or with `tripletLoss(anchor:positive:negative:)`.
///
/// - Input: numbers of words, [batch, steps], shorter sentences filled up with `Vocabulary.padding`. Output: [batch, hidden],
///   each row of length one.
/// - Parameters: `embedding.weight` [words, features] and those of `rnn`, a GRU.
public final class SentenceEncoder: Module {
    public let embedding: Embedding
    public let rnn: GRU
    @Unregistered public private(set) var vocabulary: Vocabulary

    /// - Parameters:
    ///   - features: How long the vector of each word is.
    ///   - hidden: How long the vector of a sentence is.
    public init(
        _ vocabulary: Vocabulary, features: Int = 32, hidden: Int = 64, generator: RandomGenerator = .default
    ) {
        self.vocabulary = vocabulary
        embedding = Embedding(
            vocabulary.count, features, paddingIndex: Vocabulary.padding, generator: generator)
        rnn = GRU(features, hidden, generator: generator)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        if input.rank != 2 { failure("the input has shape \(input.shape); [batch, steps] is wanted") }
        let lengths = (input .!= Double(Vocabulary.padding)).sum(axis: 1).array(of: Int.self)
        if let empty = lengths.firstIndex(of: 0) { failure("sentence \(empty) is empty: it is all padding") }
        let state = rnn.unroll(embedding(input), lengths: lengths).state.hidden[0]
        return state / state.norm(axes: [1], keepDims: true).clamped(min: 1e-12)
    }

    /// The vectors of sentences, their words apart by spaces: [count, hidden].
    public func encode(_ sentences: [String]) -> Tensor {
        let data = LabelledTexts(sentences, labels: sentences.map { _ in 0 }, vocabulary: vocabulary)
        return noGradient { evaluating { self(data.batch.tokens) } }
    }

    /// The cosine of the angle between the vectors of two sentences: 1 where they mean the same to the model.
    public func similarity(_ a: String, _ b: String) -> Double {
        let vectors = encode([a, b])
        return (vectors[0] * vectors[1]).sum().item()
    }
}

/// How hard it is to tell each row's counterpart from those of the other rows: the cross-entropy of softmax(a bᵀ /
/// temperature), in which the right answer for row i is i (van den Oord, Li and Vinyals, "Representation learning with
/// contrastive predictive coding", 2018).
///
/// - Parameters:
///   - a: [rows, features], mostly of length one.
///   - b: Likewise; row i is the counterpart of row i, and of no other.
public func contrastiveLoss(_ a: Tensor, _ b: Tensor, temperature: Double = 0.1) -> Tensor {
    if a.rank != 2 || a.shape != b.shape || a.shape[0] < 2 {
        shapeError(
            "contrastiveLoss", "\(a.shape) and \(b.shape); twice [rows, features] with two rows or more is wanted")
    }
    if !(temperature > 0) {
        shapeError("contrastiveLoss", "a temperature of \(temperature); a positive number is wanted")
    }
    return softmaxCrossEntropy(
        logits: a.matmul(b.transposed()) * (1 / temperature), labels: Array(0..<a.shape[0]))
}

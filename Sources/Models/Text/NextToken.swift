internal import NeuralNetworks
public import Tensors
internal import TrainingData

/// A piece of text drawn by what a model thinks of each: softmax(logits / temperature).
///
/// - Parameters:
///   - logits: [pieces].
///   - temperature: 1 draws as often as the model thinks, less prefers what is likely, 0 takes the likeliest, more is
///     bolder.
///   - excluded: Pieces that are not to be drawn.
public func sampleToken(
    logits: Tensor, temperature: Double = 1, excluding excluded: [Int] = [], generator: RandomGenerator = .default
) -> Int {
    if logits.rank != 1 || logits.count == 0 {
        shapeError("sampleToken", "logits \(logits.shape); [pieces] is wanted")
    }
    if !(temperature >= 0) { shapeError("sampleToken", "a temperature of \(temperature); 0 or more is wanted") }
    var scores = logits.detach().cast(to: .float64)
    for token in excluded { scores[token] = Tensor(-Double.infinity, dtype: .float64) }
    if temperature == 0 { return scores.argmax() }
    return Tensor.categorical((scores / temperature).softmax(), generator: generator).item(as: Int.self)
}

/// The cross-entropy of a model's guesses at each step of sequences, averaged over the steps that count.
///
/// - Parameters:
///   - logits: [batch, steps, pieces].
///   - targets: The number of the right piece at each step, integers [batch, steps].
///   - ignored: A number whose steps do not count, such as that of padding.
public func sequenceCrossEntropy(logits: Tensor, targets: Tensor, ignoring ignored: Int? = nil) -> Tensor {
    if logits.rank != 3 || targets.rank != 2 || Array(logits.shape.prefix(2)) != Array(targets.shape) {
        shapeError(
            "sequenceCrossEntropy",
            "logits \(logits.shape), targets \(targets.shape); [batch, steps, pieces] and [batch, steps] are wanted")
    }
    let labels = targets.array(of: Int.self)
    let rows = logits.reshape(-1, logits.shape[2])
    guard let ignored, labels.contains(ignored) else { return softmaxCrossEntropy(logits: rows, labels: labels) }
    let counted = labels.indices.filter { labels[$0] != ignored }
    if counted.isEmpty { shapeError("sequenceCrossEntropy", "all targets \(targets.shape) are \(ignored), ignored") }
    return softmaxCrossEntropy(logits: rows.gathered(rows: counted), labels: counted.map { labels[$0] })
}

/// The numbers of a prompt's characters, which must be there and known.
func encoded(_ prompt: String, _ vocabulary: Vocabulary, _ model: Module) -> [Int] {
    let numbers = vocabulary.encode(characters: prompt)
    if numbers.isEmpty { model.failure("the text to go on from is empty; one character is the least") }
    if let wrong = numbers.firstIndex(of: Vocabulary.unknown) {
        model.failure("the text to go on from has “\(Array(prompt)[wrong])”, which is not in the vocabulary")
    }
    return numbers
}

/// What a model of characters never draws.
let neverDrawn = [Vocabulary.padding, Vocabulary.start, Vocabulary.end, Vocabulary.unknown]

public import NeuralNetworks
public import Tensors
public import TrainingData

/// Vectors of words, learned by telling the words around each one from others (skip-gram with negative sampling; Mikolov,
/// Sutskever, Chen, Corrado and Dean, "Distributed representations of words and phrases and their compositionality", 2013).
///
/// ```swift
/// let pairs = SkipGramPairs(Datasets.sentences(), window: 3)
/// let model = SkipGram(pairs, features: 16)
/// let trainer = Trainer(model, Adam(model, learningRate: 0.01), batches: pairs.batches(of: 256)) {
///     model.loss(centers: $0.centers, contexts: $0.contexts)
/// }
/// try trainer.fit(epochs: 5)
/// model.nearest(to: "cat", count: 3)
/// model.analogy("man", "king", "woman")  // "queen" first: man is to king as woman is to …
/// ```
///
/// The loss of a pair, with the vectors v of its centre and u of its context, and k words n drawn at random:
///
///     -ln σ(u · v) - Σ ln σ(-uₙ · v)
///
/// - Input: numbers of words, [...]. Output: their vectors, [..., features].
/// - Parameters: `input.weight` and `output.weight` [words, features]: v, which are the vectors of the words, evenly from
///   ±½/features, and u, zeros.
public final class SkipGram: Module {
    public let input: Embedding
    public let output: Embedding
    /// k, how many words at random each pair is told from.
    public let negatives: Int
    @Unregistered public private(set) var vocabulary: Vocabulary
    /// Σ count^¾ of the words up to each one, from which words are drawn.
    private let ends: [Double]
    private let generator: RandomGenerator

    /// - Parameters:
    ///   - pairs: What the model is to be trained with; it has the words and how often they come.
    ///   - generator: Of the vectors, and of the words that pairs are told from.
    public init(
        _ pairs: SkipGramPairs, features: Int = 32, negatives: Int = 5, generator: RandomGenerator = .default
    ) {
        SkipGram.require(negatives > 0, "\(negatives) words at random for each pair; one or more are wanted")
        self.negatives = negatives
        self.generator = generator
        let words = pairs.vocabulary.count
        _vocabulary = Unregistered(wrappedValue: pairs.vocabulary)
        input = Embedding(words, features, generator: generator)
        output = Embedding(words, features, generator: generator)
        let bound = 0.5 / Double(features)
        input.weight = .uniform([words, features], low: -bound, high: bound, generator: generator)
        output.weight = .zeros([words, features])
        var total = 0.0
        ends = pairs.wordCounts.map { count in
            total += Double(count).squareRoot() * Double(count).squareRoot().squareRoot()
            return total
        }
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor { self.input(input) }

    /// The loss of pairs of words, averaged over them; each is told from words drawn anew.
    public func loss(centers: [Int], contexts: [Int]) -> Tensor {
        withinForward {
            if centers.count != contexts.count || centers.isEmpty {
                failure(
                    "\(centers.count) centres and \(contexts.count) contexts; as many, and one at least, are wanted")
            }
            let others = contexts.flatMap { [$0] + (0..<negatives).map { _ in randomWord() } }
            let (pairs, width) = (centers.count, input.weight.shape[1])
            let v = input.weight.gathered(rows: centers).reshape(pairs, 1, width)
            let u = output.weight.gathered(rows: others).reshape(pairs, negatives + 1, width)
            let isContext = Tensor((0...negatives).map { $0 == 0 ? 1.0 : 0 }, shape: [1, negatives + 1])
            let scores = (u * v).sum(axis: 2)
            return binaryCrossEntropy(
                logits: scores, targets: isContext.broadcast(to: scores.shape), reduction: .sum) / Double(pairs)
        }
    }

    /// A word, each as likely as its count^¾ says.
    private func randomWord() -> Int {
        let draw = Double(generator.next() >> 11) * 0x1p-53 * ends[ends.count - 1]
        var (low, high) = (0, ends.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] > draw { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The vector of a word.
    public subscript(word: String) -> Tensor { input.weight.detach()[number(word)] }

    /// The words whose vectors point most nearly where the word's does, by the cosine of the angle, and that cosine.
    public func nearest(to word: String, count: Int = 5) -> [(word: String, similarity: Double)] {
        nearest(to: self[word], count: count, excluding: [word])
    }

    /// What is to `c` as `b` is to `a`: the words whose vectors point most nearly where unit vectors b - a + c do.
    public func analogy(
        _ a: String, _ b: String, _ c: String, count: Int = 3
    ) -> [(word: String, similarity: Double)] {
        func unit(_ word: String) -> Tensor { self[word] / self[word].norm() }
        return nearest(to: unit(b) - unit(a) + unit(c), count: count, excluding: [a, b, c])
    }

    /// The words whose vectors point most nearly where `vector` does.
    public func nearest(
        to vector: Tensor, count: Int = 5, excluding excluded: [String] = []
    ) -> [(word: String, similarity: Double)] {
        let all = input.weight.detach()
        let lengths = all.norm(axes: [1]) * vector.detach().norm()
        let cosines = (all.matmul(vector.detach()) / lengths.clamped(min: 1e-12)).scalars()
        let special = Set([Vocabulary.padding, Vocabulary.start, Vocabulary.end, Vocabulary.unknown])
        let left = cosines.indices.filter {
            !special.contains($0) && !excluded.contains(vocabulary.tokens[$0])
        }
        return left.sorted { (-cosines[$0], $0) < (-cosines[$1], $1) }.prefix(max(0, count))
            .map { (vocabulary.tokens[$0], cosines[$0]) }
    }

    private func number(_ word: String) -> Int {
        let number = vocabulary[word]
        if number == Vocabulary.unknown { failure("“\(word)” is not in the vocabulary") }
        return number
    }
}

/// Pairs of a word and one that stands near it, from texts: what a ``SkipGram`` learns from.
public struct SkipGramPairs: Dataset, CustomStringConvertible {
    public let vocabulary: Vocabulary
    /// How often each piece of the vocabulary comes in the texts.
    public let wordCounts: [Int]
    private let pairs: [(center: Int, context: Int)]

    /// - Parameters:
    ///   - texts: Their words apart by spaces.
    ///   - window: How many places two words of a pair may be apart.
    public init(_ texts: [String], window: Int = 2) {
        if window < 1 { shapeError("SkipGramPairs", "a window of \(window); a positive number is wanted") }
        let rows = texts.map { $0.split(separator: " ").map(String.init) }
        vocabulary = Vocabulary(Set(rows.joined()).sorted())
        var counts = [Int](repeating: 0, count: vocabulary.count)
        var pairs: [(Int, Int)] = []
        for row in rows {
            let numbers = vocabulary.encode(row)
            for (place, center) in numbers.enumerated() {
                counts[center] += 1
                for other in max(0, place - window)..<min(numbers.count, place + window + 1) where other != place {
                    pairs.append((center, numbers[other]))
                }
            }
        }
        wordCounts = counts
        self.pairs = pairs
    }

    private init(_ vocabulary: Vocabulary, _ wordCounts: [Int], _ pairs: [(Int, Int)]) {
        (self.vocabulary, self.wordCounts, self.pairs) = (vocabulary, wordCounts, pairs)
    }

    public var count: Int { pairs.count }

    public subscript(indices: [Int]) -> SkipGramPairs {
        if let index = indices.first(where: { !pairs.indices.contains($0) }) {
            shapeError("SkipGramPairs", "pair \(index) is asked for, there are \(count)")
        }
        return SkipGramPairs(vocabulary, wordCounts, indices.map { pairs[$0] })
    }

    /// The numbers of the words.
    public var batch: (centers: [Int], contexts: [Int]) { (pairs.map(\.center), pairs.map(\.context)) }

    public var description: String { "\(count) pairs of \(vocabulary.count) different words" }
}

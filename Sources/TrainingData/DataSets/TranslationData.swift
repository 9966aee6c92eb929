public import Tensors

/// Pairs of texts, one to be turned into the other.
public struct TranslationData: Dataset, CustomStringConvertible {
    /// A text and what it is turned into.
    public struct Pair: Sendable, Hashable {
        public var source: String
        public var target: String

        public init(source: String, target: String) {
            self.source = source
            self.target = target
        }
    }

    public let pairs: [Pair]
    /// The characters of the sources.
    public let sourceVocabulary: Vocabulary
    /// The characters of the targets.
    public let targetVocabulary: Vocabulary

    /// - Parameters:
    ///   - sourceVocabulary: That of the pairs' own characters if `nil`.
    ///   - targetVocabulary: That of the pairs' own characters if `nil`.
    public init(_ pairs: [Pair], sourceVocabulary: Vocabulary? = nil, targetVocabulary: Vocabulary? = nil) {
        self.pairs = pairs
        self.sourceVocabulary = sourceVocabulary ?? Vocabulary(charactersOf: pairs.map(\.source))
        self.targetVocabulary = targetVocabulary ?? Vocabulary(charactersOf: pairs.map(\.target))
    }

    /// The number of pairs.
    public var count: Int { pairs.count }

    public subscript(indices: [Int]) -> TranslationData {
        check(indices)
        return TranslationData(
            indices.map { pairs[$0] }, sourceVocabulary: sourceVocabulary, targetVocabulary: targetVocabulary)
    }

    /// The numbers of the characters, filled up to the longest text: sources [count, steps], each with its end, and targets
    /// [count, steps], each with a start before and an end after it; int64.
    public var batch: (sources: Tensor, targets: Tensor) {
        (
            padded(pairs.map { sourceVocabulary.encode(characters: $0.source) + [Vocabulary.end] }),
            padded(
                pairs.map { [Vocabulary.start] + targetVocabulary.encode(characters: $0.target) + [Vocabulary.end] })
        )
    }

    private func padded(_ rows: [[Int]]) -> Tensor {
        let length = rows.map(\.count).max() ?? 0
        let numbers = rows.flatMap { $0 + [Int](repeating: Vocabulary.padding, count: length - $0.count) }
        return Tensor(numbers, shape: [rows.count, length], dtype: .int64)
    }

    public var description: String {
        "\(count) pairs of texts" + (pairs.first.map { ", such as “\($0.source)” → “\($0.target)”" } ?? "")
    }
}

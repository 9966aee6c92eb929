public import Tensors

/// Texts of words, with a class for each.
public struct LabelledTexts: Dataset, CustomStringConvertible {
    /// The texts, their words apart by spaces.
    public let texts: [String]
    /// The class of each text, 0 or more.
    public let labels: [Int]
    /// The words.
    public let vocabulary: Vocabulary

    /// - Parameter vocabulary: That of the texts' own words if `nil`.
    public init(_ texts: [String], labels: [Int], vocabulary: Vocabulary? = nil) {
        if texts.count != labels.count {
            shapeError("LabelledTexts", "\(texts.count) texts and \(labels.count) labels (one label a text)")
        }
        if let index = labels.firstIndex(where: { $0 < 0 }) {
            shapeError("LabelledTexts", "labels[\(index)] is \(labels[index]); it must be 0 or more")
        }
        self.texts = texts
        self.labels = labels
        self.vocabulary = vocabulary ?? Vocabulary(Set(texts.flatMap(LabelledTexts.words)).sorted())
    }

    /// The words of a text: what is between spaces.
    static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    /// The number of texts.
    public var count: Int { texts.count }

    public subscript(indices: [Int]) -> LabelledTexts {
        check(indices)
        return LabelledTexts(
            indices.map { texts[$0] }, labels: indices.map { labels[$0] }, vocabulary: vocabulary)
    }

    /// The numbers of the words, filled up to the longest text, [count, steps] in int64, and the labels.
    public var batch: (tokens: Tensor, labels: [Int]) {
        let rows = texts.map { vocabulary.encode(LabelledTexts.words($0)) }
        let length = rows.map(\.count).max() ?? 0
        let numbers = rows.flatMap { $0 + [Int](repeating: Vocabulary.padding, count: length - $0.count) }
        return (Tensor(numbers, shape: [rows.count, length], dtype: .int64), labels)
    }

    public var description: String {
        "\(count) texts in \(Set(labels).count) classes" + (texts.first.map { ", such as “\($0)”" } ?? "")
    }
}

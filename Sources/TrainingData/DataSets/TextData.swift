public import Tensors

/// A text in windows of its characters, for models that guess the next one: the inputs of a window are the numbers of its
/// characters, the targets those of the characters one place further.
///
/// ```swift
/// let data = TextData(text, length: 32)
/// for (inputs, targets) in data.batches(of: 64) { … }
/// ```
public struct TextData: Dataset, CustomStringConvertible {
    /// The characters of the text.
    public let vocabulary: Vocabulary
    /// How many characters an input has.
    public let length: Int
    private let numbers: [Int]
    private let starts: [Int]

    /// - Parameters:
    ///   - length: How many characters an input has.
    ///   - stride: How far apart windows begin; their length if `nil`.
    ///   - vocabulary: That of the text's own characters if `nil`.
    public init(_ text: String, length: Int = 32, stride: Int? = nil, vocabulary: Vocabulary? = nil) {
        let step = stride ?? length
        if length < 1 || step < 1 {
            shapeError("TextData", "a length of \(length), a stride of \(step); positive numbers are wanted")
        }
        let vocabulary = vocabulary ?? Vocabulary(charactersOf: [text])
        let numbers = vocabulary.encode(characters: text)
        if numbers.count <= length {
            shapeError("TextData", "the text has \(numbers.count) characters; more than \(length) are wanted")
        }
        self.init(
            vocabulary, length, numbers, Array(Swift.stride(from: 0, to: numbers.count - length, by: step)))
    }

    private init(_ vocabulary: Vocabulary, _ length: Int, _ numbers: [Int], _ starts: [Int]) {
        (self.vocabulary, self.length, self.numbers, self.starts) = (vocabulary, length, numbers, starts)
    }

    /// The number of windows.
    public var count: Int { starts.count }

    public subscript(indices: [Int]) -> TextData {
        check(indices)
        return TextData(vocabulary, length, numbers, indices.map { starts[$0] })
    }

    /// Inputs and targets [count, length], int64.
    public var batch: (inputs: Tensor, targets: Tensor) { (windows(from: 0), windows(from: 1)) }

    private func windows(from shift: Int) -> Tensor {
        let rows = starts.flatMap { numbers[($0 + shift)..<($0 + shift + length)] }
        return Tensor(rows, shape: [starts.count, length], dtype: .int64)
    }

    public var description: String { "\(count) windows of \(length) characters, \(vocabulary.count) different ones" }
}

internal import Tensors

/// The characters, words or other pieces of text that a network knows, and a number for each.
///
/// Four pieces come first in every vocabulary: what fills up short sequences, the start and the end of a sequence, and
/// what stands for anything unknown.
public struct Vocabulary: Sendable, Hashable, CustomStringConvertible {
    /// The pieces by their numbers.
    public let tokens: [String]
    private let numbers: [String: Int]

    /// The number of what fills up short sequences.
    public static var padding: Int { 0 }
    /// The number of the start of a sequence.
    public static var start: Int { 1 }
    /// The number of the end of a sequence.
    public static var end: Int { 2 }
    /// The number of what is not in the vocabulary.
    public static var unknown: Int { 3 }

    /// The vocabulary of `tokens`, each once, in the order in which they first appear.
    public init(_ tokens: some Sequence<String>) {
        var all = ["<pad>", "<start>", "<end>", "<unknown>"]
        var numbers = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
        for token in tokens where numbers[token] == nil {
            numbers[token] = all.count
            all.append(token)
        }
        self.tokens = all
        self.numbers = numbers
    }

    /// The vocabulary of the characters of `texts`, sorted.
    public init(charactersOf texts: some Sequence<String>) {
        self.init(Set(texts.joined()).sorted().map(String.init))
    }

    /// How many numbers there are.
    public var count: Int { tokens.count }

    /// The number of a piece of text.
    public subscript(token: String) -> Int { numbers[token] ?? Vocabulary.unknown }

    /// The number of each piece.
    public func encode(_ tokens: some Sequence<String>) -> [Int] { tokens.map { self[$0] } }

    /// The number of each character of a text.
    public func encode(characters text: String) -> [Int] { text.map { self[String($0)] } }

    /// The pieces with the given numbers, up to the first end; starts and fillings are left out.
    public func decode(_ numbers: some Sequence<Int>) -> [String] {
        var pieces: [String] = []
        for number in numbers {
            if !tokens.indices.contains(number) {
                shapeError("Vocabulary", "number \(number); with \(count) pieces it must be 0..<\(count)")
            }
            if number == Vocabulary.end { break }
            if number != Vocabulary.start && number != Vocabulary.padding { pieces.append(tokens[number]) }
        }
        return pieces
    }

    /// The text of characters with the given numbers, up to the first end.
    public func text(_ numbers: some Sequence<Int>) -> String { decode(numbers).joined() }

    public var description: String { "\(count) pieces: " + tokens.prefix(20).joined(separator: " ") }
}

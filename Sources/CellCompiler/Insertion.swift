/// A text that is put into a cell's. Offsets count bytes of UTF-8.
struct Insertion: Sendable {
    var offset: Int
    var text: String

    init(offset: Int, text: String) {
        self.offset = offset
        self.text = text
    }

    /// Statements behind one of the learner's: on its last line, or on the next where that is `#endif`.
    init(behind range: Range<Int>, of code: String, _ statements: String) {
        let text = code.utf8.dropFirst(range.lowerBound).prefix(range.count)
        guard text.suffix(6).elementsEqual("#endif".utf8) else {
            self.init(offset: range.upperBound, text: "; " + statements)
            return
        }
        let rest = code.utf8.dropFirst(range.upperBound)
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }.count
        self.init(
            offset: range.upperBound + line + (line < rest.count ? 1 : 0),
            text: (line < rest.count ? "" : "\n") + statements + "; ")
    }
}

extension [Insertion] {
    /// The text with what is inserted, given in the order of the offsets.
    func applied(to text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        for insertion in self {
            result += text[position..<insertion.offset]
            result += insertion.text.utf8
            position = insertion.offset
        }
        return result + text[position...]
    }
}

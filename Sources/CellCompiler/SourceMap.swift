/// Which place in a cell's text is which in the text that the compiler gets.
struct SourceMap: Sendable {
    /// A place in the learner's text, in bytes of UTF-8.
    struct Original {
        enum Side { case own, border, added }

        var offset: Int
        /// Whether the compiler means the learner's text there, text that was added, or the place between the two.
        var side: Side
    }

    /// How many bytes come before the learner's text.
    private let preludeLength: Int
    private let codeLength: Int
    /// Where something is inserted, and how many bytes of it, in order.
    private let insertions: [(offset: Int, length: Int)]

    init(preludeLength: Int, codeLength: Int, insertions: [Insertion]) {
        self.preludeLength = preludeLength
        self.codeLength = codeLength
        self.insertions = insertions.map { ($0.offset, $0.text.utf8.count) }
    }

    /// The place in the learner's text of one in the compiler's; nothing for what stands before the learner's text. What
    /// stands behind it is taken for its end.
    func original(offset: Int) -> Original? {
        guard offset >= preludeLength else { return nil }
        var offset = offset - preludeLength
        for insertion in insertions {
            if offset < insertion.offset { break }
            if offset == insertion.offset { return Original(offset: offset, side: .border) }
            if offset < insertion.offset + insertion.length {
                return Original(offset: insertion.offset, side: .added)
            }
            offset -= insertion.length
        }
        return offset > codeLength ? Original(offset: codeLength, side: .added) : Original(offset: offset, side: .own)
    }

    /// Where in the compiler's text one of the learner's lines begins.
    ///
    /// - Parameter start: Where it begins in the learner's.
    func compiledStart(ofLineAt start: Int) -> Int {
        preludeLength + start + insertions.reduce(0) { $0 + ($1.offset < start ? $1.length : 0) }
    }
}

import Synchronization

/// What a cell was compiled from, by which places in it are told.
///
/// It is kept as long as the cell's code is loaded, so it holds no more than that takes.
struct CellText: Sendable {
    let number: Int
    /// What it is called, as in "In[5]".
    let file: String
    /// What the learner wrote.
    let text: String
    /// What of it is Swift, and was not compiled with an earlier run; the rest is blank.
    let code: String
    let map: SourceMap
    private(set) var mentions: Set<String>
    private(set) var inheritedNames: Set<String>
    /// The types that it declares.
    let types: Set<String>
    /// The names that a `guard` at top level binds.
    let guardBoundNames: Set<String>
    /// Variables that it leaves without a value.
    let valueless: [String]
    /// The last expression, in bytes, where it has no value that can be shown.
    let unshownExpression: Range<Int>?

    init(_ plan: CellPlan, _ syntax: CellSyntax, _ map: SourceMap) {
        number = plan.number
        file = plan.file
        text = plan.text
        code = syntax.code
        self.map = map
        mentions = syntax.mentions
        inheritedNames = syntax.inheritedNames
        let types = syntax.declarations.filter { $0.kind != .variable && $0.kind != .function }
        self.types = Set(types.map(\.name))
        guardBoundNames = Set(syntax.variableDeclarations.flatMap { $0.guardBinding?.names ?? [] })
        valueless = syntax.valueless
        unshownExpression = syntax.unshownExpression
    }

    /// The text for telling places in code that may still be called, when no cell can import the module any more.
    var ofReplacedRun: CellText {
        var other = self
        (other.mentions, other.inheritedNames) = ([], [])
        return other
    }

    /// Where each line begins.
    private var lineStarts: [Int] {
        [0] + text.utf8.enumerated().filter { $0.element == UInt8(ascii: "\n") }.map { $0.offset + 1 }
    }

    /// The line, counted from 1, that holds a byte of the text.
    func line(at offset: Int) -> Int {
        let starts = lineStarts
        return starts.firstIndex { $0 > offset } ?? starts.count
    }

    /// The bytes of a line, without its end.
    func bytes(ofLine line: Int) -> Range<Int> {
        let starts = lineStarts
        return starts[line - 1]..<(line < starts.count ? starts[line] - 1 : text.utf8.count)
    }

    func text(_ bytes: Range<Int>) -> String {
        String(decoding: text.utf8.dropFirst(bytes.lowerBound).prefix(bytes.count), as: UTF8.self)
    }

    /// How many characters lie between the beginning of the line and the byte.
    func column(of offset: Int, inLine line: Int) -> Int {
        let start = lineStarts[line - 1]
        return text(start..<max(start, offset)).count
    }

    /// A place that diagnostics are about, with other parts of its line.
    func place(_ offset: Int, marking ranges: [Range<Int>] = []) -> Diagnostic.Place {
        let line = line(at: offset)
        let bytes = bytes(ofLine: line)
        let marked = ranges.compactMap { range -> Range<Int>? in
            // A place without length is the character there.
            let inLine = (range.lowerBound..<max(range.upperBound, range.lowerBound + 1)).clamped(to: bytes)
            guard !inLine.isEmpty else { return nil }
            return column(of: inLine.lowerBound, inLine: line)..<column(of: inLine.upperBound, inLine: line)
        }
        return Diagnostic.Place(
            file: file, line: line, column: column(of: offset, inLine: line) + 1, text: text(bytes), ranges: marked)
    }

    /// A place in the text that was compiled, whose lines are the cell's.
    ///
    /// - Parameter column: In bytes from 1; 0 where it is not known, which gives the beginning of the line's text.
    func offset(ofCompiledLine line: Int, column: Int) -> Int? {
        guard (1...lineStarts.count).contains(line) else { return nil }
        let bytes = bytes(ofLine: line)
        let start = map.compiledStart(ofLineAt: bytes.lowerBound)
        guard column > 0, let original = map.original(offset: start + column - 1),
            self.line(at: original.offset) == line
        else {
            return bytes.lowerBound
                + text(bytes).utf8.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        }
        return original.offset
    }
}

/// The texts of a session's cells, kept as long as their code is loaded.
public final class CellTexts: Sendable {
    private let texts = Mutex<[Int: CellText]>([:])

    func add(_ text: CellText) {
        texts.withLock { $0[text.number] = text }
    }

    func remove(_ number: Int) {
        texts.withLock { $0[number] = nil }
    }

    /// No cell can import the cell's module any more.
    func shorten(_ number: Int) {
        texts.withLock { $0[number] = $0[number]?.ofReplacedRun }
    }

    /// The numbers of all cells.
    var numbers: [Int] { texts.withLock { Array($0.keys) } }

    subscript(number: Int) -> CellText? {
        texts.withLock { $0[number] }
    }

    /// The latest cell of a name that a condition holds for: cells that are not counted share theirs.
    func latest(called file: String, where condition: (CellText) -> Bool) -> CellText? {
        texts.withLock { texts in
            texts.values.filter { $0.file == file && condition($0) }.max { $0.number < $1.number }
        }
    }

    /// The cells that declare a type of that name.
    func declaring(type name: String) -> [Int] {
        texts.withLock { texts in
            texts.values.filter { $0.types.contains(name) }.map(\.number)
        }
    }

    /// A place in a cell and the function that it is in, as debug information tells it: by the number that the cell's
    /// library is named by, and columns of the text that was compiled.
    public func place(
        line: Int, column: Int, inCell number: Int
    ) -> (place: Diagnostic.Place, function: String)? {
        guard let cell = self[number], let offset = cell.offset(ofCompiledLine: line, column: column) else {
            return nil
        }
        return (cell.place(offset), EnclosingFunction.name(at: offset, in: cell.code))
    }
}

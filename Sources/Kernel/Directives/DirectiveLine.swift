import CellCompiler

/// A line of a cell that is a directive.
package struct DirectiveLine: Sendable {
    package let name: String
    /// Whether it is about the whole cell: `%%name`.
    package let isCell: Bool
    /// What follows the name, without the white space around it.
    package let arguments: String
    /// Where the line stands without its indentation, as UTF-8 offsets in the cell.
    let range: Range<Int>
    /// Where the arguments begin.
    let argumentsStart: Int
    /// Whether there is Swift before it in the cell.
    let followsCode: Bool

    /// The directive as it is written, without arguments.
    var written: String { (isCell ? "%%" : "%") + name }

    /// The arguments without a comment behind them.
    var words: Substring { beforeComment(arguments[...]) }

    /// Marks the whole line.
    func mark(_ meaning: CellMark.Meaning = .nothing) -> CellMark { CellMark(meaning, at: range) }

    /// Marks the line up to some of its arguments, which are Swift.
    func mark(_ meaning: CellMark.Meaning, upTo rest: Substring) -> CellMark {
        CellMark(meaning, at: range.lowerBound..<offset(of: rest))
    }

    /// Where a part of the arguments begins, as a UTF-8 offset in the cell.
    func offset(of part: Substring) -> Int {
        argumentsStart + arguments.utf8.distance(from: arguments.startIndex, to: part.startIndex)
    }

    func error(_ message: String, at part: Substring? = nil) -> DirectiveError {
        DirectiveError(message: message, offset: part.map(offset) ?? range.lowerBound)
    }

    func requireNoArguments() throws(DirectiveError) {
        guard words.isEmpty else {
            throw error("\(written) takes no arguments", at: arguments[...])
        }
    }
}

/// The text up to a `//` that begins it or follows white space.
func beforeComment(_ text: Substring) -> Substring {
    let comment = text.firstRange(of: #/(^|\s)\s*\/\//#)
    return text[..<(comment?.lowerBound ?? text.endIndex)]
}

/// A directive that makes no sense.
package struct DirectiveError: Error, Equatable, Sendable {
    package var message: String
    /// Where in the cell, in bytes of UTF-8.
    package var offset: Int
}

extension CellFailure {
    init(_ error: DirectiveError, code: String, file: String) {
        let before = String(decoding: Array(code.utf8.prefix(error.offset)), as: UTF8.self)
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        let text = code.split(separator: "\n", omittingEmptySubsequences: false)[lines.count - 1]
        let place = Diagnostic.Place(
            file: file, line: lines.count, column: lines.last!.count + 1, text: String(text))
        self.init([Diagnostic(.error, error.message, at: place)])
        name = "DirectiveError"
    }
}

import SwiftParser
import SwiftParserDiagnostics
import SwiftSyntax

/// What a line of a cell begins in, which tells whether it can be a directive.
package enum LinePosition: Equatable, Sendable {
    /// Between two statements of the cell's top level.
    case topLevel
    /// Amidst a statement: in braces or parentheses, or behind an operator.
    case insideStatement
    /// In a string or a comment.
    case insideText

    /// - Parameter offset: Where the line's text begins, in bytes of UTF-8.
    package init(ofLineAt offset: Int, in code: String) {
        let before = String(decoding: Array(code.utf8.prefix(offset)), as: UTF8.self)
        guard Completeness.isOpen(before) else {
            self = .topLevel
            return
        }
        let position = AbsolutePosition(utf8Offset: offset)
        let token = Parser.parse(source: code).token(at: position)
        let isCode = token.map { token in
            if case .stringSegment = token.tokenKind { return false }
            return token.positionAfterSkippingLeadingTrivia <= position
        }
        self = isCode == true ? .insideStatement : .insideText
    }
}

import SwiftSyntax

extension TokenSyntax {
    /// The name that an identifier stands for, without backticks; nothing for other tokens.
    var identifierName: String? {
        guard case .identifier(let text) = tokenKind else { return nil }
        return text.hasPrefix("`") ? String(text.dropFirst().dropLast()) : text
    }
}

extension SyntaxProtocol {
    /// UTF-8 offsets of the node without the white space and comments around it.
    var contentRange: Range<Int> {
        positionAfterSkippingLeadingTrivia.utf8Offset..<endPositionBeforeTrailingTrivia.utf8Offset
    }
}

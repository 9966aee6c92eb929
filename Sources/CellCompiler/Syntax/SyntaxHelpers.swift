import SwiftSyntax

extension TokenSyntax {
    /// The name that an identifier stands for, without backticks; nothing for other tokens.
    var identifierName: String? {
        guard case .identifier(let text) = tokenKind else { return nil }
        return text.hasPrefix("`") ? String(text.dropFirst().dropLast()) : text
    }
}

extension TokenSyntax {
    /// The operator that a token is.
    var operatorName: String? {
        switch tokenKind {
        case .binaryOperator(let text), .prefixOperator(let text), .postfixOperator(let text): text
        default: nil
        }
    }
}

extension TypeSyntax {
    /// The first name of the type: `Stack` of `Stack<Int>` and of `Stack.Element`; nothing for `[Int]`, `Int?`, `(Int)`.
    var baseName: String? {
        if let name = self.as(IdentifierTypeSyntax.self) { return name.name.identifierName }
        return self.as(MemberTypeSyntax.self)?.baseType.baseName
    }
}

extension SyntaxProtocol {
    /// UTF-8 offsets of the node without the white space and comments around it.
    var contentRange: Range<Int> {
        positionAfterSkippingLeadingTrivia.utf8Offset..<endPositionBeforeTrailingTrivia.utf8Offset
    }
}

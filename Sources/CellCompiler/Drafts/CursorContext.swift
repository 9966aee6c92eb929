import SwiftParser
import SwiftSyntax

/// Where in a cell's text its author is. All offsets count bytes of UTF-8.
package struct CursorContext: Sendable {
    package enum Place: Sendable, Equatable {
        /// Where a name of any kind may stand.
        case code
        /// Behind the dot of an expression.
        case member
        /// Where a member may be declared of a type that inherits some.
        case memberDeclaration
        /// Behind `import`.
        case importedModule
        /// In a comment, or in a string outside of its interpolations.
        case text
    }

    /// The whole word that the cursor is in or at; empty where there is none.
    package let word: Range<Int>
    package let place: Place
    /// A function that is called.
    package struct Callee: Sendable {
        package var name: Range<Int>
        /// Whether it stands behind a dot.
        package var isMember: Bool
        /// Behind the opening parenthesis.
        package var arguments: Int
    }

    /// The function whose arguments the cursor is among.
    package let callee: Callee?
    /// What stands before the cursor of the statement that it is in, where that does not parse.
    package let brokenStart: Range<Int>?

    package init(_ code: String, cursor: Int) {
        let file = Parser.parse(source: code)
        word = CursorContext.word(in: code, at: cursor)
        let before = file.token(before: word.lowerBound)
        callee = before.flatMap(CursorContext.callee)
        brokenStart = CursorContext.brokenStart(of: file, in: code, before: word.lowerBound)
        if let before, before.isText(before: word.lowerBound) {
            place = .text
        } else if before?.tokenKind == .period {
            place = .member
        } else if before?.tokenKind == .keyword(.import) {
            place = .importedModule
        } else if before.map(CursorContext.isAmongMembers) == true {
            place = .memberDeclaration
        } else {
            place = .code
        }
    }

    private static func word(in code: String, at cursor: Int) -> Range<Int> {
        let scalars = code.unicodeScalars
        let index = code.utf8.index(code.startIndex, offsetBy: min(max(cursor, 0), code.utf8.count))
        let start = scalars[..<index].reversed().prefix { $0.isIdentifierPart }.reduce(0) { $0 + UTF8.width($1) }
        let end = scalars[index...].prefix { $0.isIdentifierPart }.reduce(0) { $0 + UTF8.width($1) }
        let offset = code.utf8.distance(from: code.startIndex, to: index)
        return offset - start..<offset + end
    }

    /// Whether what follows a token is in the braces of a type or an extension that inherits something.
    private static func isAmongMembers(_ last: TokenSyntax) -> Bool {
        if [.equal, .colon, .comma, .arrow].contains(last.tokenKind) || last.operatorName != nil { return false }
        var depth = 0
        var token: TokenSyntax? = last
        while let current = token {
            switch current.tokenKind {
            case .rightParen, .rightSquare, .rightBrace: depth += 1
            case .leftParen, .leftSquare, .leftBrace:
                if depth == 0 {
                    guard current.tokenKind == .leftBrace, let block = current.parent?.as(MemberBlockSyntax.self) else {
                        return false
                    }
                    return block.parent?.asProtocol((any DeclGroupSyntax).self)?.inheritanceClause != nil
                }
                depth -= 1
            default: break
            }
            token = current.previousToken(viewMode: .sourceAccurate)
        }
        return false
    }

    /// The name before the innermost parenthesis that is open before a token's end.
    private static func callee(of last: TokenSyntax) -> Callee? {
        var depth = 0
        var token: TokenSyntax? = last
        while let current = token {
            switch current.tokenKind {
            case .rightParen, .rightSquare, .rightBrace: depth += 1
            case .leftSquare: depth = max(depth - 1, 0)
            case .leftBrace:
                if depth == 0 { return nil }
                depth -= 1
            case .leftParen:
                if depth == 0 {
                    return current.previousToken(viewMode: .sourceAccurate).flatMap(nameOfCallee).map { name in
                        let before = name.previousToken(viewMode: .sourceAccurate)
                        return Callee(
                            name: name.contentRange, isMember: before?.tokenKind == .period,
                            arguments: current.contentRange.upperBound)
                    }
                }
                depth -= 1
            default: break
            }
            token = current.previousToken(viewMode: .sourceAccurate)
        }
        return nil
    }

    private static func nameOfCallee(endingAt token: TokenSyntax) -> TokenSyntax? {
        var token: TokenSyntax? = token
        if token?.tokenKind == .rightAngle {
            var depth = 0
            repeat {
                if token?.tokenKind == .rightAngle { depth += 1 }
                if token?.tokenKind == .leftAngle { depth -= 1 }
                token = token?.previousToken(viewMode: .sourceAccurate)
            } while depth > 0 && token != nil
        }
        guard let token, token.identifierName != nil || token.tokenKind == .keyword(.`init`) else { return nil }
        return token
    }

    /// Half-written code that swallows the lines behind it hides from the compiler what they say.
    private static func brokenStart(of file: SourceFileSyntax, in code: String, before offset: Int) -> Range<Int>? {
        let lineStart = code.utf8.prefix(offset).lastIndex(of: UInt8(ascii: "\n")).map {
            code.utf8.distance(from: code.startIndex, to: $0) + 1
        }
        guard let lineStart, let item = file.statements.last(where: { $0.contentRange.lowerBound < lineStart }),
            item.hasError
        else { return nil }
        return item.contentRange.lowerBound..<lineStart
    }
}

extension Unicode.Scalar {
    fileprivate var isIdentifierPart: Bool {
        switch value {
        case 0x24, 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a: return true
        case ..<0x80: return false
        default:
            switch properties.generalCategory {
            case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .openPunctuation, .closePunctuation,
                .initialPunctuation, .finalPunctuation, .otherPunctuation, .dashPunctuation, .mathSymbol:
                return false
            default: return true
            }
        }
    }
}

extension SourceFileSyntax {
    /// The token that holds the byte before an offset, with the white space and comments around it.
    fileprivate func token(before offset: Int) -> TokenSyntax? {
        guard offset > 0, let token = token(at: AbsolutePosition(utf8Offset: offset - 1)) else { return nil }
        return token.positionAfterSkippingLeadingTrivia.utf8Offset < offset
            ? token : token.isText(before: offset) ? token : token.previousToken(viewMode: .sourceAccurate)
    }
}

extension TokenSyntax {
    private var isStringContent: Bool {
        switch tokenKind {
        case .stringSegment, .regexLiteralPattern: true
        case .stringQuote, .multilineStringQuote, .singleQuote:
            parent?.as(StringLiteralExprSyntax.self)?.openingQuote == self
        default: false
        }
    }

    /// Whether what follows an offset in the token, its white space or its comments is text rather than code.
    fileprivate func isText(before offset: Int) -> Bool {
        let (start, end) = (contentRange.lowerBound, contentRange.upperBound)
        if isStringContent { return offset > position.utf8Offset }
        if offset <= start && position.utf8Offset < offset {
            return leadingTrivia.isComment(before: offset - position.utf8Offset)
        }
        if offset > end { return trailingTrivia.isComment(before: offset - end) }
        switch tokenKind {
        case .rightParen: return parent?.is(ExpressionSegmentSyntax.self) == true
        default: return false
        }
    }
}

extension Trivia {
    /// Whether the piece that holds the byte before an offset is a comment that goes on behind it.
    fileprivate func isComment(before offset: Int) -> Bool {
        var position = 0
        for piece in pieces {
            let end = position + piece.sourceLength.utf8Length
            if offset <= end {
                switch piece {
                case .lineComment, .docLineComment: return true
                case .blockComment(let text), .docBlockComment(let text):
                    return offset < end || !text.hasSuffix("*/") || text.utf8.count < 4
                default: return false
                }
            }
            position = end
        }
        return false
    }
}

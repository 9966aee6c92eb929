import SwiftDiagnostics
import SwiftParser
import SwiftParserDiagnostics
import SwiftSyntax

/// Whether a cell's text can be run as it stands, as the front end asks before it runs the text of a console.
public enum Completeness: Equatable, Sendable {
    case complete
    /// More is to come; `indent` is the white space that the next line should start with.
    case incomplete(indent: String)
    case invalid

    public init(of code: String) {
        let file = Parser.parse(source: code)
        let errors = ParseDiagnosticsGenerator.diagnostics(for: file).filter { $0.diagMessage.severity == .error }
        if errors.isEmpty {
            self = Completeness.endsInOperator(file) ? .incomplete(indent: "") : .complete
            return
        }
        let end = file.endPositionBeforeTrailingTrivia.utf8Offset
        let lastToken = file.lastToken(viewMode: .sourceAccurate)
        let textEnd =
            lastToken.map { $0.tokenKind == .endOfFile ? $0.previousToken(viewMode: .sourceAccurate) : $0 } ?? nil
        let lastText = textEnd?.endPositionBeforeTrailingTrivia.utf8Offset ?? end
        // What is missing only at the very end may still come.
        let allAtEnd = errors.allSatisfy { $0.position.utf8Offset >= lastText }
        self = allAtEnd || Completeness.isInsideText(errors) ? .incomplete(indent: indent(after: code)) : .invalid
    }

    /// Unterminated multi-line strings and comments are reported where they begin.
    private static func isInsideText(_ errors: [SwiftDiagnostics.Diagnostic]) -> Bool {
        errors.allSatisfy { error in
            error.message.contains("unterminated '/*'") || error.message.contains(#"'"""' to end string literal"#)
                || error.message.contains(#"expected '"""'"#)
        }
    }

    private static func endsInOperator(_ file: SourceFileSyntax) -> Bool {
        guard let last = file.lastToken(viewMode: .sourceAccurate)?.previousToken(viewMode: .sourceAccurate) else {
            return false
        }
        if case .binaryOperator = last.tokenKind { return true }
        return false
    }
}

/// The indentation of the last line, and four columns more where it opens more brackets than it closes.
private func indent(after code: String) -> String {
    let lastLine = code.split(separator: "\n", omittingEmptySubsequences: true).last ?? ""
    let indent = lastLine.prefix { $0 == " " || $0 == "\t" }
    let open = lastLine.reduce(0) { depth, character in
        "{([".contains(character) ? depth + 1 : "})]".contains(character) ? max(depth - 1, 0) : depth
    }
    return indent + (open > 0 ? "    " : "")
}

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
        let errors = Completeness.errors(in: file)
        if errors.isEmpty {
            self = Completeness.endsInOperator(file) ? .incomplete(indent: "") : .complete
            return
        }
        // What is missing only at the very end may still come.
        let end = Completeness.endOfText(of: file)
        let allAtEnd = errors.allSatisfy { $0.position.utf8Offset >= end }
        let isInsideText = errors.allSatisfy(Completeness.isAboutUnterminatedText)
        self = allAtEnd || isInsideText ? .incomplete(indent: indent(after: code)) : .invalid
    }

    /// Whether a line behind the code would go on with its last statement, string or comment, whatever else is wrong
    /// with the code.
    static func isOpen(_ code: String) -> Bool {
        let file = Parser.parse(source: code)
        let end = endOfText(of: file)
        return endsInOperator(file)
            || errors(in: file).contains { $0.position.utf8Offset >= end || isAboutUnterminatedText($0) }
    }

    private static func errors(in file: SourceFileSyntax) -> [SwiftDiagnostics.Diagnostic] {
        ParseDiagnosticsGenerator.diagnostics(for: file).filter { $0.diagMessage.severity == .error }
    }

    private static func endOfText(of file: SourceFileSyntax) -> Int {
        let lastToken = file.lastToken(viewMode: .sourceAccurate)
        let lastText =
            lastToken?.tokenKind == .endOfFile ? lastToken?.previousToken(viewMode: .sourceAccurate) : lastToken
        return (lastText?.endPositionBeforeTrailingTrivia ?? file.endPositionBeforeTrailingTrivia).utf8Offset
    }

    /// Unterminated multi-line strings and comments are reported where they begin.
    private static func isAboutUnterminatedText(_ error: SwiftDiagnostics.Diagnostic) -> Bool {
        error.message.contains("unterminated '/*'") || error.message.contains(#"'"""' to end string literal"#)
            || error.message.contains(#"expected '"""'"#)
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

import SwiftSyntax

/// How much work the compiler puts into a cell's speed.
public enum Optimization: String, Sendable {
    /// Compiled at once, for code that runs once (`-Onone`).
    case debug
    /// Compiled with optimisation, for code that runs many times (`-O`).
    case speed

    /// What a cell gets that does not ask for either: straight-line code runs once, so the time until it has run is
    /// mostly the compiler's. A loop, a function or a closure may run a million times.
    static func chosen(for file: SourceFileSyntax) -> Optimization {
        RepetitionFinder.finds(in: file) ? .speed : .debug
    }
}

private final class RepetitionFinder: SyntaxVisitor {
    private var found = false

    static func finds(in file: SourceFileSyntax) -> Bool {
        let finder = RepetitionFinder(viewMode: .sourceAccurate)
        finder.walk(file)
        return finder.found
    }

    private func find() -> SyntaxVisitorContinueKind {
        found = true
        return .skipChildren
    }

    override func visit(_: ForStmtSyntax) -> SyntaxVisitorContinueKind { find() }
    override func visit(_: WhileStmtSyntax) -> SyntaxVisitorContinueKind { find() }
    override func visit(_: RepeatStmtSyntax) -> SyntaxVisitorContinueKind { find() }
    override func visit(_: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { find() }
    override func visit(_: InitializerDeclSyntax) -> SyntaxVisitorContinueKind { find() }
    override func visit(_: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { find() }
    override func visit(_: ClosureExprSyntax) -> SyntaxVisitorContinueKind { find() }
}

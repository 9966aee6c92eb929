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

/// What a learner asks for, for the cells that do not say otherwise.
public enum OptimizationMode: String, CaseIterable, Sendable {
    case speed, debug
    /// Whatever suits the cell.
    case auto

    func optimization(for syntax: CellSyntax) -> Optimization {
        switch self {
        case .speed: .speed
        // Nobody wants to know how fast unoptimised code is.
        case .debug: syntax.measurements.contains { $0.repetition != nil } ? .speed : .debug
        case .auto: syntax.optimization
        }
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

import SwiftSyntax

/// Collects the names that a cell mentions where code may run again after the cell is over: in functions, closures,
/// accessors and types.
final class LastingMentions: SyntaxAnyVisitor {
    private var depth = 0
    private var names: Set<String> = []

    static func names(in file: SourceFileSyntax) -> Set<String> {
        let visitor = LastingMentions(viewMode: .sourceAccurate)
        visitor.walk(file)
        return visitor.names
    }

    override func visitAny(_ node: Syntax) -> SyntaxVisitorContinueKind {
        if runsLater(node) { depth += 1 }
        if depth > 0, let name = node.as(TokenSyntax.self)?.identifierName { names.insert(name) }
        return .visitChildren
    }

    override func visitAnyPost(_ node: Syntax) {
        if runsLater(node) { depth -= 1 }
    }

    private func runsLater(_ node: Syntax) -> Bool {
        switch node.kind {
        case .functionDecl, .closureExpr, .accessorBlock, .structDecl, .classDecl, .enumDecl, .actorDecl,
            .extensionDecl:
            true
        default: node.as(VariableDeclSyntax.self)?.runsLater ?? false
        }
    }
}

extension VariableDeclSyntax {
    /// `lazy var` and `async let` are computed after their declaration was carried out.
    fileprivate var runsLater: Bool {
        modifiers.contains { [.keyword(.lazy), .keyword(.async)].contains($0.name.tokenKind) }
    }
}

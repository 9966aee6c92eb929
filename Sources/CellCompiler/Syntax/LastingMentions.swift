import SwiftSyntax

/// Collects the names that a cell mentions where code may run again after the cell is over: in functions, closures,
/// accessors and types.
final class LastingMentions: SyntaxVisitor {
    private var depth = 0
    private var names: Set<String> = []

    static func names(in file: SourceFileSyntax) -> Set<String> {
        let visitor = LastingMentions(viewMode: .sourceAccurate)
        visitor.walk(file)
        return visitor.names
    }

    override func visit(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
        if depth > 0, let name = token.identifierName { names.insert(name) }
        return .visitChildren
    }

    private func enter() -> SyntaxVisitorContinueKind {
        depth += 1
        return .visitChildren
    }

    override func visit(_: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { enter() }
    override func visitPost(_: FunctionDeclSyntax) { depth -= 1 }
    override func visit(_: ClosureExprSyntax) -> SyntaxVisitorContinueKind { enter() }
    override func visitPost(_: ClosureExprSyntax) { depth -= 1 }
    override func visit(_: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { enter() }
    override func visitPost(_: AccessorBlockSyntax) { depth -= 1 }
    override func visit(_: StructDeclSyntax) -> SyntaxVisitorContinueKind { enter() }
    override func visitPost(_: StructDeclSyntax) { depth -= 1 }
    override func visit(_: ClassDeclSyntax) -> SyntaxVisitorContinueKind { enter() }
    override func visitPost(_: ClassDeclSyntax) { depth -= 1 }
    override func visit(_: EnumDeclSyntax) -> SyntaxVisitorContinueKind { enter() }
    override func visitPost(_: EnumDeclSyntax) { depth -= 1 }
    override func visit(_: ActorDeclSyntax) -> SyntaxVisitorContinueKind { enter() }
    override func visitPost(_: ActorDeclSyntax) { depth -= 1 }
    override func visit(_: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind { enter() }
    override func visitPost(_: ExtensionDeclSyntax) { depth -= 1 }
    override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
        node.runsLater ? enter() : .visitChildren
    }
    override func visitPost(_ node: VariableDeclSyntax) {
        if node.runsLater { depth -= 1 }
    }
}

extension VariableDeclSyntax {
    /// `lazy var` and `async let` are computed after their declaration was carried out.
    fileprivate var runsLater: Bool {
        modifiers.contains { [.keyword(.lazy), .keyword(.async)].contains($0.name.tokenKind) }
    }
}

import SwiftSyntax

/// Collects where a cell mentions a variable at top level before it declares that variable itself, as in
/// `let x = x + 1`: there the variable of an earlier cell is meant.
package final class EarlierReferences: SyntaxVisitor {
    package struct Reference: Sendable {
        package var name: String
        /// UTF-8 offset.
        package var offset: Int
    }

    /// For each variable of the cell, where its declaration ends.
    private let declarationEnds: [String: Int]
    private var references: [Reference] = []

    static func references(in file: SourceFileSyntax, declarationEnds: [String: Int]) -> [Reference] {
        guard !declarationEnds.isEmpty else { return [] }
        let visitor = EarlierReferences(declarationEnds)
        visitor.walk(file)
        return visitor.references
    }

    private init(_ declarationEnds: [String: Int]) {
        self.declarationEnds = declarationEnds
        super.init(viewMode: .sourceAccurate)
    }

    package override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
        if let access = node.parent?.as(MemberAccessExprSyntax.self), access.declName.id == node.id {
            return .visitChildren
        }
        if node.parent?.is(KeyPathPropertyComponentSyntax.self) == true { return .visitChildren }
        let offset = node.positionAfterSkippingLeadingTrivia.utf8Offset
        if let name = node.baseName.identifierName, let end = declarationEnds[name], offset < end,
            !isBoundAround(node, name)
        {
            references.append(Reference(name: name, offset: offset))
        }
        return .visitChildren
    }

    // Code of these may run after the declaration.
    package override func visit(_: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    package override func visit(_: StructDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    package override func visit(_: ClassDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    package override func visit(_: EnumDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    package override func visit(_: ActorDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    package override func visit(_: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    package override func visit(_: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

    // So may the body of a closure that is only stored; one that is passed to a function may be called by it.
    package override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
        var ancestor = node.parent
        while let expression = ancestor, !expression.is(InitializerClauseSyntax.self) {
            if expression.is(FunctionCallExprSyntax.self) || expression.is(CodeBlockItemSyntax.self) {
                return .visitChildren
            }
            ancestor = expression.parent
        }
        return .skipChildren
    }

    /// Whether a loop, a condition or a closure around the node binds the name itself.
    private func isBoundAround(_ node: some SyntaxProtocol, _ name: String) -> Bool {
        var ancestor = node.parent
        while let scope = ancestor, !scope.is(SourceFileSyntax.self) {
            let opensScope =
                scope.is(ForStmtSyntax.self) || scope.is(IfExprSyntax.self) || scope.is(WhileStmtSyntax.self)
                || scope.is(SwitchExprSyntax.self) || scope.is(DoStmtSyntax.self) || scope.is(ClosureExprSyntax.self)
                || scope.is(CodeBlockSyntax.self)
            if opensScope && BindingFinder.finds(name, in: scope) { return true }
            ancestor = scope.parent
        }
        return false
    }
}

private final class BindingFinder: SyntaxVisitor {
    private let name: String
    private var found = false

    static func finds(_ name: String, in scope: Syntax) -> Bool {
        let finder = BindingFinder(name)
        finder.walk(scope)
        return finder.found
    }

    private init(_ name: String) {
        self.name = name
        super.init(viewMode: .sourceAccurate)
    }

    private func check(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
        if token.identifierName == name { found = true }
        return .visitChildren
    }

    override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind { check(node.identifier) }
    override func visit(_ node: ClosureShorthandParameterSyntax) -> SyntaxVisitorContinueKind { check(node.name) }
    override func visit(_ node: ClosureParameterSyntax) -> SyntaxVisitorContinueKind {
        check(node.secondName ?? node.firstName)
    }
    override func visit(_ node: ClosureCaptureSyntax) -> SyntaxVisitorContinueKind { check(node.name) }
}

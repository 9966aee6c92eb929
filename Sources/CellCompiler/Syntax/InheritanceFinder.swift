import SwiftSyntax

/// Collects what the classes and the extensions of a cell inherit from or conform to, and which types it extends so.
final class InheritanceFinder: SyntaxVisitor {
    private var names: Set<String> = []

    static func names(in file: SourceFileSyntax) -> Set<String> {
        let finder = InheritanceFinder(viewMode: .sourceAccurate)
        finder.walk(file)
        return finder.names
    }

    private func add(_ clause: InheritanceClauseSyntax) {
        names.formUnion(clause.tokens(viewMode: .sourceAccurate).compactMap(\.identifierName))
    }

    override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind {
        if let clause = node.inheritanceClause { add(clause) }
        return .visitChildren
    }

    override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind {
        if let clause = node.inheritanceClause {
            add(clause)
            names.formUnion(node.extendedType.tokens(viewMode: .sourceAccurate).compactMap(\.identifierName))
        }
        return .visitChildren
    }
}

import SwiftSyntax

/// An extension at a cell's top level, as far as the compiler would add to it if the type were of the same cell.
struct ExtensionOutline: Sendable {
    struct Initializer: Sendable {
        /// Behind the opening brace of its body, as a UTF-8 offset.
        var bodyStart: Int
        /// Whether it calls another initializer.
        var delegates: Bool
    }

    let extendedName: String
    let conformances: Set<String>
    /// The names of its members.
    let members: Set<String>
    /// The names of the cases of its `CodingKeys`, if it declares them.
    let codingKeys: [String]?
    let initializers: [Initializer]
    /// Behind its opening brace, as a UTF-8 offset.
    let bodyStart: Int

    init?(_ node: ExtensionDeclSyntax) {
        guard let name = node.extendedType.as(IdentifierTypeSyntax.self)?.name.identifierName else { return nil }
        extendedName = name
        conformances = node.inheritanceClause?.names ?? []
        bodyStart = node.memberBlock.leftBrace.endPositionBeforeTrailingTrivia.utf8Offset
        var members: Set<String> = []
        var initializers: [Initializer] = []
        var codingKeys: [String]?
        for member in node.memberBlock.members.map(\.decl) {
            switch member.as(DeclSyntaxEnum.self) {
            case .functionDecl(let node): members.insert(node.name.text)
            case .variableDecl(let node): members.formUnion(node.bindings.flatMap { boundNames(of: $0.pattern) })
            case .enumDecl(let node) where node.name.text == "CodingKeys":
                codingKeys = node.memberBlock.members.compactMap { $0.decl.as(EnumCaseDeclSyntax.self) }
                    .flatMap(\.elements).map(\.name.text)
            case .initializerDecl(let node):
                members.insert("init(\(node.signature.parameterClause.parameters.first?.firstName.text ?? ""))")
                guard let body = node.body else { continue }
                initializers.append(
                    Initializer(
                        bodyStart: body.leftBrace.endPositionBeforeTrailingTrivia.utf8Offset,
                        delegates: DelegationFinder.finds(in: body)))
            default: break
            }
        }
        self.members = members
        self.initializers = initializers
        self.codingKeys = codingKeys
    }
}

/// Looks for `self.init(…)` and `self = …`.
private final class DelegationFinder: SyntaxVisitor {
    private var found = false

    static func finds(in body: CodeBlockSyntax) -> Bool {
        let finder = DelegationFinder(viewMode: .sourceAccurate)
        finder.walk(body)
        return finder.found
    }

    override func visit(_ node: MemberAccessExprSyntax) -> SyntaxVisitorContinueKind {
        if node.declName.baseName.tokenKind == .keyword(.`init`), node.base?.trimmedDescription == "self" {
            found = true
        }
        return .visitChildren
    }

    override func visit(_ node: SequenceExprSyntax) -> SyntaxVisitorContinueKind {
        let elements = Array(node.elements)
        if elements.count > 1, elements[0].trimmedDescription == "self", elements[1].is(AssignmentExprSyntax.self) {
            found = true
        }
        return .visitChildren
    }
}

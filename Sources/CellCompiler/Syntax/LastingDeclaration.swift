import SwiftSyntax

/// A type, an extension, an operator or a precedence group at a cell's top level.
///
/// Where a further run of the cell has it unchanged, the earlier one can stay: its values, and the functions of other
/// cells that take them, go on as they were.
struct LastingDeclaration: Sendable {
    enum Subject: Hashable, Sendable {
        case type(String, Declaration.Kind)
        case `extension`(of: String)
        /// An extension of a type without a name of its own, an operator, a precedence group.
        case other
    }

    let subject: Subject
    /// Its tokens, without white space and comments.
    let text: String
    /// UTF-8 offsets.
    let range: Range<Int>
    let mentions: Set<String>
    /// Whether it stays what it is when nothing is known to have changed: it has no variables of its own, which a
    /// further run of the cell would set anew.
    let canStay: Bool

    /// Nothing for statements, variables and functions, which are carried out or compiled anew each time.
    init?(_ item: CodeBlockItemSyntax) {
        guard case .decl(let declaration) = item.item else { return nil }
        switch declaration.as(DeclSyntaxEnum.self) {
        case .structDecl(let node): subject = .type(node.name.identifierName ?? "", .structure)
        case .classDecl(let node): subject = .type(node.name.identifierName ?? "", .class)
        case .enumDecl(let node): subject = .type(node.name.identifierName ?? "", .enumeration)
        case .actorDecl(let node): subject = .type(node.name.identifierName ?? "", .class)
        case .protocolDecl(let node): subject = .type(node.name.identifierName ?? "", .protocol)
        case .typeAliasDecl(let node): subject = .type(node.name.identifierName ?? "", .typeAlias)
        case .extensionDecl(let node):
            subject = node.extendedType.baseName.map { .extension(of: $0) } ?? .other
        case .operatorDecl, .precedenceGroupDecl: subject = .other
        case .functionDecl(let node) where node.name.identifierName == nil: subject = .other
        case .macroDecl, .macroExpansionDecl, .ifConfigDecl:
            subject = .other
            (text, mentions, canStay) = ("", [], false)
            range = item.contentRange
            return
        default: return nil
        }
        let tokens = Array(declaration.tokens(viewMode: .sourceAccurate))
        text = tokens.map(\.text).joined(separator: " ")
        mentions = Set(tokens.compactMap { $0.identifierName ?? $0.operatorName })
        range = item.contentRange
        canStay = !StaticStateFinder.finds(in: declaration)
    }
}

/// Looks for stored variables that a type has itself (`static var count = 0`).
private final class StaticStateFinder: SyntaxVisitor {
    private var found = false

    static func finds(in declaration: DeclSyntax) -> Bool {
        let finder = StaticStateFinder(viewMode: .sourceAccurate)
        finder.walk(declaration)
        return finder.found
    }

    override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
        if node.isOfType && node.bindings.contains(where: { $0.initializer != nil }) { found = true }
        return .visitChildren
    }
}

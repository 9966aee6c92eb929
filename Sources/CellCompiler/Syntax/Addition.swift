import SwiftSyntax

/// What an extension adds to a type, or the declaration of an operator, a precedence group or a macro to the language:
/// things that an import of single names does not bring.
public struct Addition: Sendable {
    /// The type that is extended, without the types around its parameters; nothing where no type is, or one that has no
    /// name of its own (`[Int]`).
    public var extendedName: String?
    /// What it adds that is used by name, operators as they are written.
    public var names: Set<String>
    /// Whether it adds something that is used without naming it: a conformance, a subscript, an initializer.
    public var isNameless = false

    /// The operators among the names.
    var operators: Set<String> { names.filter { name in name.first.map { !$0.isLetter && $0 != "_" } ?? false } }

    init(names: Set<String>, isNameless: Bool = false) {
        self.names = names
        self.isNameless = isNameless
    }

    init(_ node: ExtensionDeclSyntax) {
        names = []
        isNameless = node.inheritanceClause != nil
        extendedName = node.extendedType.baseName
        for member in node.memberBlock.members {
            switch member.decl.as(DeclSyntaxEnum.self) {
            case .variableDecl(let node): names.formUnion(node.bindings.flatMap { boundNames(of: $0.pattern) })
            case .functionDecl(let node) where isUsedByName(node.name.text): names.insert(node.name.text)
            case .structDecl(let node): names.insert(node.name.text)
            case .classDecl(let node): names.insert(node.name.text)
            case .enumDecl(let node): names.insert(node.name.text)
            case .typeAliasDecl(let node): names.insert(node.name.text)
            default: isNameless = true
            }
        }
    }
}

/// Whether a method is called by its name, rather than by syntax that stands for it.
private func isUsedByName(_ method: String) -> Bool {
    let callers = [
        "appendInterpolation", "appendLiteral", "callAsFunction", "dynamicallyCall", "makeIterator",
        "makeAsyncIterator", "next", "hash", "encode", "~=",
    ]
    return !callers.contains(method) && !method.hasPrefix("build")
}

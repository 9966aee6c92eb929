import SwiftSyntax

/// The functions, members and conformances of a file, by keys that two declarations share where the later one would be a
/// redeclaration of the earlier: `Int.squared`, `area(of : Shape)`, `Point: Hashable`.
struct OverloadKeys {
    /// Where each function or member is declared, as UTF-8 offsets.
    private(set) var declarations: [String: [Int]] = [:]
    /// For each conformance that an extension declares, the inheritance clause.
    private(set) var conformances: [String: [InheritanceClauseSyntax]] = [:]

    init(of file: SourceFileSyntax) {
        for item in file.statements {
            guard case .decl(let declaration) = item.item else { continue }
            switch declaration.as(DeclSyntaxEnum.self) {
            case .extensionDecl(let node):
                let type = node.extendedType.trimmedDescription
                let condition = node.genericWhereClause.map { " " + $0.trimmedDescription } ?? ""
                add(node.memberBlock, of: type + condition)
                for name in node.inheritanceClause?.inheritedTypes.map(\.type.trimmedDescription) ?? [] {
                    conformances["\(type): \(name)", default: []].append(node.inheritanceClause!)
                }
            case .structDecl(let node): add(node.memberBlock, of: node.name.text)
            case .classDecl(let node): add(node.memberBlock, of: node.name.text)
            case .enumDecl(let node): add(node.memberBlock, of: node.name.text)
            case .actorDecl(let node): add(node.memberBlock, of: node.name.text)
            default: add(declaration, prefix: "")
            }
        }
    }

    /// The key of a function of the top level.
    static func key(ofFunction name: String, signature: String) -> String { name + signature }

    private mutating func add(_ members: MemberBlockSyntax, of type: String) {
        for member in members.members { add(member.decl, prefix: type + ".") }
    }

    private mutating func add(_ declaration: DeclSyntax, prefix: String) {
        let offset = declaration.contentRange.lowerBound
        func note(_ key: String) { declarations[prefix + key, default: []].append(offset) }
        switch declaration.as(DeclSyntaxEnum.self) {
        case .functionDecl(let node):
            note(OverloadKeys.key(ofFunction: node.name.text, signature: signature(of: node)))
        case .variableDecl(let node) where !prefix.isEmpty && node.bindings.allSatisfy({ $0.accessorBlock != nil }):
            for name in node.bindings.flatMap({ boundNames(of: $0.pattern) }) { note(name) }
        case .subscriptDecl(let node):
            note("subscript" + node.parameterClause.trimmedDescription)
        case .initializerDecl(let node):
            note("init" + node.signature.parameterClause.trimmedDescription)
        default: break
        }
    }
}

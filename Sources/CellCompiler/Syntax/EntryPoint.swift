import SwiftSyntax

/// `@main` at a type of a cell, as programs for the command line end with.
struct EntryPoint {
    /// UTF-8 offsets of the attribute.
    let attribute: Range<Int>
    /// What the program would begin with.
    let call: String

    init?(_ declaration: DeclSyntax) {
        guard let type = declaration.asProtocol((any DeclGroupSyntax).self),
            let name = declaration.asProtocol((any NamedDeclSyntax).self)?.name.text,
            let attribute = type.attributes.lazy.compactMap({ $0.as(AttributeSyntax.self) })
                .first(where: { $0.attributeName.trimmedDescription == "main" })
        else { return nil }
        self.attribute = attribute.contentRange
        let main = type.memberBlock.members.lazy.compactMap { $0.decl.as(FunctionDeclSyntax.self) }
            .first { $0.name.text == "main" }
        let effects = main?.signature.effectSpecifiers
        call =
            (effects?.throwsClause == nil ? "" : "try ") + (effects?.asyncSpecifier == nil ? "" : "await ")
            + "\(name).main()"
    }
}

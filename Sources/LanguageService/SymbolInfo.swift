/// What the compiler's service says of a name in its place.
package struct SymbolInfo: Decodable, Sendable {
    package var name: String
    /// The comment above the declaration, without its marks.
    package var documentation: String?
    package var moduleName: String?
    private var kind: String
    private var typeName: String?
    private var annotatedDeclaration: String?
    /// Others that the name stands for in its place, as the initializer of a type that is called.
    private var secondary: [SymbolInfo]?

    enum CodingKeys: String, CodingKey {
        case name = "key.name"
        case documentation = "key.doc_comment"
        case moduleName = "key.modulename"
        case kind = "key.kind"
        case typeName = "key.typename"
        case annotatedDeclaration = "key.annotated_decl"
        case secondary = "key.secondary_symbols"
    }

    /// The declaration as in an interface, as "func exp() -> Tensor".
    package var declaration: String {
        annotatedDeclaration.map(plainText(ofXML:)) ?? [name, typeName].compactMap { $0 }.joined(separator: ": ")
    }

    package var typeDescription: String? { typeName }

    package var others: [SymbolInfo] { secondary ?? [] }

    package var isType: Bool {
        [".class", ".struct", ".enum", ".actor"].contains { kind.hasSuffix($0) }
    }
}

/// A text without the tags of XML around its parts.
func plainText(ofXML text: String) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
    return entities.reduce(text.replacing(/<[^>]*>/, with: "")) { $0.replacing($1.0, with: $1.1) }
}

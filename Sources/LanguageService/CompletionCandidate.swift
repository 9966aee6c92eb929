import Foundation

/// What the compiler's service proposes for a place.
package struct CompletionCandidate: Decodable, Sendable {
    package var kind: String
    /// As in "split(separator:maxSplits:)".
    package var name: String
    /// With types, as in "split(separator: Character, maxSplits: Int)".
    package var description: String
    /// What an editor would insert, with `<#…#>` for what its user fills in.
    package var sourceText: String
    package var typeName: String?
    package var context: String?
    package var typeRelation: String?
    package var moduleName: String?
    /// How many bytes before the word must go, as the dot behind an optional value whose member is `?.count`.
    package var bytesToErase: Int?
    package var notRecommended: Int?
    package var isSystem: Int?
    /// What identifies the declaration.
    package var associatedUSRs: String?
    /// The first sentences of the documentation.
    package var briefDocumentation: String?

    package init(
        kind: String, name: String, description: String, sourceText: String, typeName: String? = nil,
        context: String? = nil, moduleName: String? = nil, bytesToErase: Int = 0, isSystem: Int = 0
    ) {
        self.kind = kind
        self.name = name
        self.description = description
        self.sourceText = sourceText
        self.typeName = typeName
        self.context = context
        self.moduleName = moduleName
        self.bytesToErase = bytesToErase
        self.isSystem = isSystem
    }

    enum CodingKeys: String, CodingKey {
        case kind = "key.kind"
        case name = "key.name"
        case description = "key.description"
        case sourceText = "key.sourcetext"
        case typeName = "key.typename"
        case context = "key.context"
        case typeRelation = "key.typerelation"
        case moduleName = "key.modulename"
        case bytesToErase = "key.num_bytes_to_erase"
        case notRecommended = "key.not_recommended"
        case isSystem = "key.is_system"
        case associatedUSRs = "key.associated_usrs"
        case briefDocumentation = "key.doc.brief"
    }
}

extension CompletionCandidate {
    /// Whether it is a member of the value or the type before a dot.
    package var isMember: Bool {
        ["thisclass", "superclass", "outsidenominal", "exprspecific"].contains { context?.hasSuffix($0) == true }
    }

    private var shortKind: Substring { kind.dropFirst("source.lang.swift.".count) }

    /// What is inserted: the name of a function without its arguments, the next label of a call, a whole declaration
    /// where a member of a superclass or a protocol is to be written. Nothing for what no name stands for.
    package var insertedText: String? {
        if description.hasPrefix("(") || isLabel { return label }
        let start = sourceText.prefix { $0 != "(" && $0 != "<" }
        if shortKind.hasPrefix("decl"), start.contains(" ") || sourceText.contains("{") {
            return CompletionCandidate.withoutPlaceholders(sourceText)
        }
        let text = sourceText.hasPrefix("?.") ? sourceText.dropFirst(2) : sourceText[...]
        let base = text.prefix { !"(<[{ :".contains($0) }
        guard let first = base.unicodeScalars.first, !base.hasPrefix("_"), !base.hasPrefix("`_"),
            first.properties.isXIDStart || "#`@$".unicodeScalars.contains(first) || isTupleElement
        else { return nil }
        return String(base)
    }

    private var isTupleElement: Bool { shortKind == "pattern" && sourceText.allSatisfy(\.isNumber) }

    /// Whether it is an instance's method as a function of the instance, which is hardly ever meant.
    package var isCurried: Bool { description.contains("(self: ") }

    /// Whether it is the label of a call's next argument.
    package var isLabel: Bool { label != nil && (name.hasPrefix("(") || name.contains(":") && !name.contains("(")) }

    /// The label that the text begins with, as in "axis: ".
    private var label: String? {
        let text = sourceText.hasPrefix("(") ? sourceText.dropFirst() : sourceText[...]
        guard let end = text.firstIndex(of: ":"), text[end...].hasPrefix(": <#"),
            text[..<end].unicodeScalars.allSatisfy({ $0.properties.isXIDContinue || $0 == "`" })
        else { return nil }
        return text[..<end] + ": "
    }

    /// As front ends mark it, in the words of ipykernel where it has one.
    package var type: String {
        if isLabel { return "param" }
        let kind = shortKind
        if kind.hasPrefix("decl.function") || kind.hasPrefix("ref.function") { return "function" }
        if kind.hasPrefix("decl.var") { return "instance" }
        return switch kind {
        case "decl.class", "decl.actor": "class"
        case "decl.struct": "struct"
        case "decl.enum": "enum"
        case "decl.enumelement": "case"
        case "decl.protocol": "protocol"
        case "decl.module": "module"
        case "decl.macro": "macro"
        case "keyword": "keyword"
        case "decl.typealias", "decl.associatedtype", "decl.generic_type_param": "type"
        default: kind.hasPrefix("literal") ? "keyword" : "instance"
        }
    }

    /// The parameters and the result of a function, the type of a value.
    package var signature: String {
        let type = typeName ?? ""
        if self.type == "keyword" || self.type == "module" { return "" }
        guard let start = description.firstIndex(of: "(") else {
            return ["class", "struct", "enum", "protocol"].contains(self.type) ? "" : type
        }
        return description[start...] + (type.isEmpty ? "" : " -> \(type)")
    }

    /// As in "func map((Element) -> T) -> [T]".
    package var declaration: String {
        switch type {
        case "function":
            "func \(name.prefix { $0 != "(" })\(parameterList)"
                + (typeName.map { $0.isEmpty || $0 == "Void" ? "" : " -> \($0)" } ?? "")
        case "instance": "var \(description)" + (typeName.map { ": \($0)" } ?? "")
        case "class", "struct", "enum", "protocol", "case": "\(type) \(description)"
        default: description
        }
    }

    /// The parameters as a declaration has them, as in "(_ items: [Int], separator: String)".
    package var parameterList: String {
        let arguments = sourceText.hasPrefix("<#") ? sourceText[...] : sourceText.drop { $0 != "(" }
        let list = arguments.replacing(/(\w+: )?<#T##(.*?)(?:##.*?)?#>/) { match in
            let parts = match.2.split(separator: ": ", maxSplits: 1)
            if let label = match.1 { return String(label) + String(parts.last ?? "") }
            return (parts.count > 1 ? "_ " : "_: ") + String(match.2)
        }
        return list.hasPrefix("(") ? String(list) : "(\(list))"
    }

    private static func withoutPlaceholders(_ text: String) -> String {
        text.replacing(/<#(?:T##)?(.*?)(?:##.*?)?#>/) { $0.1 == "code" ? "" : String($0.1) }
    }
}

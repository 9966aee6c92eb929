import Foundation

/// What the library of a cell offers to those of other cells: its global variables, its functions, and the members and
/// conformances that it adds to types of others, by what they are called in the source.
///
/// A description, as in "*.area(Swift.Double) -> Swift.Double", names the type whole, so that symbols with one
/// description can stand for each other. Members of the cell's own types are not among them: a type that is declared
/// again is another type.
struct CellExports: Sendable {
    struct Symbol: Sendable, Hashable {
        var cell: Int
        var name: String
        /// The name by which it is declared; nothing for members of types and for what belongs to a declaration.
        var declaredName: String?
        var kind: Kind
    }

    enum Kind: Sendable {
        /// A variable's storage.
        case variable
        /// The descriptor of a conformance that is added to a type of others.
        case conformance
        case function
    }

    private(set) var symbols: [String: Symbol] = [:]

    init(ofCell cell: Int, library: String, demangler: Demangler) {
        let contents = try? Data(contentsOf: URL(fileURLWithPath: library))
        for symbol in contents.flatMap(ELFFile.init)?.symbols ?? [] where symbol.isExported && symbol.size > 0 {
            guard let text = demangler.fullyDemangled(symbol.name),
                let description = CellExports.description(of: text, inModule: CellModule.name(cell))
            else { continue }
            let name = description.hasPrefix("*.") ? description.dropFirst(2).prefix { !"(<: .".contains($0) } : nil
            symbols[description] = Symbol(
                cell: cell, name: symbol.name, declaredName: name.flatMap { $0.isEmpty ? nil : String($0) },
                kind: symbol.name.hasSuffix("vp") ? .variable : symbol.name.hasSuffix("Mc") ? .conformance : .function)
        }
    }

    /// The description of a symbol that any version of the module may offer; nothing for members of the module's types
    /// and for what only the module itself uses.
    static func description(of text: String, inModule module: String) -> String? {
        let extending = "(extension in \(module)):"
        if let range = text.range(of: extending) {
            let rest = text[range.upperBound...]
            return rest.hasPrefix(module + ".") ? nil : text[..<range.lowerBound] + "*:" + rest
        }
        let added = " in \(module)"
        if text.hasPrefix("protocol conformance descriptor for "), text.hasSuffix(added) {
            let conformance = text.dropLast(added.count)
            return conformance.contains(module + ".") ? nil : conformance + " in *"
        }
        let beginnings = ["", "async function pointer to "] + (0..<8).map { "default argument \($0) of " }
        for beginning in beginnings where text.hasPrefix(beginning + module + ".") {
            let name = text.dropFirst(beginning.count + module.count + 1)
            guard isOwnName(name) else { return nil }
            return beginning + "*." + name
        }
        return nil
    }

    /// Whether a name behind the module's is that of a function, an operator or a variable rather than of a member.
    private static func isOwnName(_ name: Substring) -> Bool {
        guard let first = name.first, first.isLetter || first == "_" else { return true }
        let parts = name.prefix { !"(<: ".contains($0) }.split(separator: ".")
        return parts.count == 1 || parts.count == 2 && ["getter", "setter", "modify", "read"].contains(parts[1])
    }
}

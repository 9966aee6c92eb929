import SwiftParser
import SwiftSyntax

/// What a later cell takes the place of in an earlier cell whose other declarations stay in use: one overload of
/// several, a member of a type, a conformance.
///
/// The earlier cell's module is written anew without it, so that what is compiled from then on finds the later one.
/// What was compiled before goes on as it was.
package struct Amendment: Sendable, Equatable {
    /// The earlier cell.
    var cell: Int
    /// The keys of functions and members.
    var overloads: Set<String> = []
    var conformances: Set<String> = []

    /// The text of the cell as the compiler got it, amended.
    ///
    /// Overloads are only disfavoured, as the cell itself may use them.
    func applied(to text: String) -> String {
        let file = Parser.parse(source: text)
        let keys = OverloadKeys(of: file)
        // The modules of the variables that the cell has given back may be gone.
        var edits = file.statements.filter(\.isOfRelease).map { (range: $0.contentRange, text: "") }
        for offset in Set(overloads.flatMap { keys.declarations[$0] ?? [] }) {
            edits.append((offset..<offset, "@_disfavoredOverload "))
        }
        let clauses = conformances.flatMap { key in (keys.conformances[key] ?? []).map { (key, $0) } }
        for (clause, names) in Dictionary(grouping: clauses, by: \.1).mapValues({ $0.map(\.0) }) {
            let rest = clause.inheritedTypes.map(\.type.trimmedDescription).filter { name in
                !names.contains { $0.hasSuffix(": \(name)") }
            }
            edits.append((clause.contentRange, rest.isEmpty ? "" : ": " + rest.joined(separator: ", ")))
        }
        var bytes = Array(text.utf8)
        for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            bytes.replaceSubrange(edit.range, with: edit.text.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension CodeBlockItemSyntax {
    /// Whether it gives a variable back, or is the import for that.
    fileprivate var isOfRelease: Bool {
        if let line = item.as(ImportDeclSyntax.self) {
            return line.trimmedDescription.hasPrefix("@_implementationOnly ")
        }
        return item.as(FunctionCallExprSyntax.self)?.calledExpression.trimmedDescription == "_swiftlet_release"
    }
}

/// Declarations of libraries that diagnostics point to.
///
/// The compiler has no source of them. It writes a text of its own, which its tools' format leaves out, but which it
/// prints under the note.
struct LibraryDeclarations {
    private let lines: [Substring]
    private var position = 0

    /// - Parameter text: What the compiler printed.
    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// - Parameter location: As in "Swift.Array.append", line 2, of which the compiler printed that line.
    mutating func origin(
        of diagnostic: SerializedDiagnostic, at location: SerializedDiagnostic.Location
    ) -> Diagnostic.Origin? {
        let heading =
            "\(location.file):\(location.line):\(location.column): \(diagnostic.severity.rawValue): \(diagnostic.message)"
        let isFile = location.file.hasPrefix("/")
        let module = isFile ? location.file.split(separator: "/").last : location.file.split(separator: ".").first
        guard let module else { return nil }
        var declaration = ""
        // Several declarations of one name have the same heading. What was gathered under another error comes earlier.
        let found = lines[position...].firstIndex(of: heading[...]) ?? lines.firstIndex(of: heading[...])
        if let found, lines.indices.contains(found + 1) {
            declaration = LibraryDeclarations.readable(lines[found + 1])
            position = found + 1
        }
        return Diagnostic.Origin(module: LibraryModule.told(String(module)), declaration: declaration)
    }

    /// The declaration as documentation shows it.
    private static func readable(_ line: Substring) -> String {
        var text = line.drop { $0 == " " }.replacing(#/@\w+(\([^)]*\))?\s+/#, with: "")
            .replacing(#/\b(public|__owned|__shared|final|override)\s+/#, with: "")
        // The compiler closes the type around it on the same line.
        if text.last == "}", text.count(where: { $0 == "{" }) < text.count(where: { $0 == "}" }) { text.removeLast() }
        return String(text)
    }
}

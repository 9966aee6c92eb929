/// Turns the compiler's diagnostics into what a learner is told: about their own text, in their own columns, without the
/// names that the engine gives to things.
struct LearnersView {
    let source: CellSource
    /// What the cell is called, as in "In[5]".
    let file: String
    /// The file that the compiler read.
    let sourcePath: String
    /// What the cells before it are called, by their numbers.
    let files: [Int: String]

    func diagnostics(_ all: [Diagnostic]) -> [Diagnostic] {
        var shown: [Diagnostic] = []
        var hidesNotes = false
        for diagnostic in all {
            if diagnostic.severity == .note && hidesNotes { continue }
            let seen = isOfNoConcern(diagnostic) ? nil : placed(diagnostic)
            if diagnostic.severity != .note { hidesNotes = seen == nil }
            guard var seen else { continue }
            seen.message = told(seen.message)
            shown.append(seen)
        }
        return shown
    }

    /// What a module may add in another version does not matter in a notebook.
    private func isOfNoConcern(_ diagnostic: Diagnostic) -> Bool {
        guard diagnostic.severity == .warning else { return false }
        let beginnings = ["extension declares a conformance of imported type", "initializer for struct"]
        if beginnings.contains(where: { diagnostic.message.hasPrefix($0) }) { return true }
        let unchanged = diagnostic.message.firstMatch(of: /^variable '(.+)' was never mutated/)?.1
        return unchanged.map { source.guardBoundNames.contains(String($0)) } ?? false
    }

    /// The diagnostic at its place in the learner's text; nothing for a remark about text that was added.
    private func placed(_ diagnostic: Diagnostic) -> Diagnostic? {
        var diagnostic = diagnostic
        if diagnostic.file == file {
            let place = source.original(line: diagnostic.line, column: diagnostic.column)
            if place.isAdded && diagnostic.severity != .error { return nil }
            (diagnostic.line, diagnostic.column) = (place.line, place.column)
            return diagnostic
        }
        guard diagnostic.severity == .error else { return nil }
        if diagnostic.file == sourcePath {
            let isBehindCode = diagnostic.line > source.preludeLineCount
            diagnostic.file = isBehindCode ? file : nil
            (diagnostic.line, diagnostic.column, _) = source.endOfCode
        }
        return diagnostic
    }

    /// The message without the names of cells' modules. Where two types differ in nothing else, it says which cells
    /// hold them.
    private func told(_ message: String) -> String {
        let types = message.matches(of: /Cell_(\d+)\.(\w+)/).map { (cell: Int($0.1), name: $0.2) }
        let cells = Dictionary(grouping: types, by: \.name).mapValues { Set($0.map(\.cell)) }
        guard cells.values.contains(where: { $0.count > 1 }) else { return CellModule.removingNames(from: message) }
        let told = message.replacing(/'Cell_(\d+)\.(\w+)'/) { match in
            let holder = Int(match.1).flatMap { files[$0] }
            return "'\(match.2)'" + (holder.map { " of \($0)" } ?? "")
        }
        return CellModule.removingNames(from: told)
            + " (the type was declared again; run the cells that use the earlier one again)"
    }
}

/// A cell that is being written, as the compiler's service gets it: with the imports that put it in view of the cells
/// before it. All offsets count bytes of UTF-8.
package struct CellDraft: Sendable {
    package let text: String
    /// How the compiler must read it.
    package private(set) var compilerArguments: [String]
    /// The declarations that import the cells before it and libraries.
    package let importLines: [String]
    /// What stands before the learner's text.
    private let preludeLength: Int
    private let insertions: [Insertion]

    init(code: String, importLines: [String], insertions: [Insertion], compilerArguments: [String]) {
        let prelude = (["import NotebookDisplay"] + importLines).joined(separator: "\n") + "\n"
        preludeLength = prelude.utf8.count
        self.insertions = insertions.sorted { $0.offset < $1.offset }
        self.compilerArguments = compilerArguments
        self.importLines = importLines
        text = prelude + String(decoding: self.insertions.applied(to: Array(code.utf8)), as: UTF8.self)
    }

    /// The same draft, for which the service reads all modules anew.
    ///
    /// One that it has read before it takes for a library, whose members are out of sight that are not public, when it
    /// looks for those that a type inherits.
    package func readAnew(_ number: Int) -> CellDraft {
        var draft = self
        draft.compilerArguments += ["-D", "READ_\(number)"]
        return draft
    }

    /// Where a place of the learner's text is in the draft; behind what was inserted there.
    package func offset(ofOriginal offset: Int) -> Int {
        preludeLength + insertions.prefix { $0.offset <= offset }.reduce(offset) { $0 + $1.text.utf8.count }
    }
}

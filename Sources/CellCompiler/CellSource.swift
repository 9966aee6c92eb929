/// A cell's text as the compiler gets it.
///
/// Everything that is added goes onto the learner's own lines or before the first, so that lines stay what they are;
/// columns are counted back by `original(line:column:)`.
struct CellSource {
    private struct Insertion {
        var offset: Int
        var text: String
    }

    let text: String
    private let code: [UInt8]
    private let insertions: [Insertion]

    /// - Parameter file: What diagnostics call the cell, as in "In[5]".
    init(_ syntax: CellSyntax, file: String, imports: [String]) {
        var insertions = syntax.variableDeclarationEnds.enumerated().map { index, end in
            Insertion(offset: end, text: "; _swiftlet_reached(\(index + 1))")
        }
        if let result = syntax.resultExpression {
            insertions.append(Insertion(offset: result.lowerBound, text: "do { let _swiftlet_result = "))
            insertions.append(Insertion(offset: result.upperBound, text: "; _showResult(_swiftlet_result) }"))
        }
        code = Array(syntax.code.utf8)
        self.insertions = insertions

        var body: [UInt8] = []
        var position = 0
        for insertion in insertions {
            body += code[position..<insertion.offset]
            body += insertion.text.utf8
            position = insertion.offset
        }
        body += code[position...]

        text = """
            import NotebookDisplay
            \(imports.joined(separator: "\n"))
            @_silgen_name("swiftlet_reached") func _swiftlet_reached(_: UInt32)
            @_silgen_name("swiftlet_cell_drained") func _swiftlet_drained()
            #sourceLocation(file: "\(file)", line: 1)
            \(String(decoding: body, as: UTF8.self))
            \(syntax.isAsynchronous ? CellSource.asynchronousEnd : "")
            """
    }

    // The main task of a program ends with `exit`. That of a cell waits for ever instead.
    private static let asynchronousEnd =
        "await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in _swiftlet_drained() }"

    /// The place in the learner's text of a place in the compiler's, lines and UTF-8 columns counted from 1, and whether
    /// the compiler means text that was added there; nothing for lines behind the learner's last.
    func original(line: Int, column: Int) -> (line: Int, column: Int, isAdded: Bool)? {
        var lineStart = 0
        for _ in 1..<max(line, 1) {
            guard let end = code[lineStart...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            lineStart = end + 1
        }
        var added = 0
        let lineEnd = code[lineStart...].firstIndex(of: UInt8(ascii: "\n")) ?? code.count
        for insertion in insertions where (lineStart...lineEnd).contains(insertion.offset) {
            let start = insertion.offset - lineStart + added + 1
            if column < start { break }
            if column < start + insertion.text.utf8.count { return (line, start - added, true) }
            added += insertion.text.utf8.count
        }
        return (line, column - added, false)
    }
}

import CellCompiler

/// `%%bash`.
enum BashDirective: Directive {
    static let name = "bash"
    static let usages = [
        DirectiveUsage("%%bash", "runs the rest of the cell with bash", example: "%%bash\nls -l data")
    ]
    static let details = """
        The script has the session's working directory and environment, and starts with an empty standard input. An exit \
        code other than 0 is an error. What it leaves running in the background ends with the kernel.
        """

    static func read(_ line: DirectiveLine, into cell: inout NotebookCell) throws(DirectiveError) {
        try line.requireNoArguments()
        guard cell.marks.isEmpty else {
            throw line.error("%%bash must be the first directive of its cell, as the rest of the cell is its script")
        }
        // The lines before the script's are kept, so that bash counts lines as the learner does.
        let lines = cell.code.utf8.prefix(line.range.lowerBound).count { $0 == UInt8(ascii: "\n") } + 1
        let body = cell.code.utf8.dropFirst(line.range.upperBound + 1)
        cell.actions.append(.bash(String(repeating: "\n", count: lines) + String(decoding: Array(body), as: UTF8.self)))
        cell.add(CellMark(.nothing, at: 0..<cell.code.utf8.count))
    }
}

import CellCompiler

/// `%opt` and `%%opt`.
enum OptDirective: Directive {
    static let name = "opt"
    static let usages = [
        DirectiveUsage(
            "%opt speed, debug or auto", "compiles this cell and those after it for fast code (-O) or fast compilation",
            example: "%opt speed"),
        DirectiveUsage("%%opt speed or debug", "does so with this cell alone", example: "%%opt debug"),
    ]
    static let details = """
        `auto`, the choice at the start, optimises cells that hold a loop, a function or a closure, as their code may \
        run many times.
        """

    static func read(_ line: DirectiveLine, into cell: inout NotebookCell) throws(DirectiveError) {
        guard let mode = OptimizationMode(rawValue: String(line.words)) else {
            let choices = OptimizationMode.allCases.map(\.rawValue).joined(separator: ", ")
            let found = line.words.isEmpty ? "nothing" : "\"\(line.words)\""
            throw line.error("\(line.written) wants one of \(choices), and there is \(found)", at: line.arguments[...])
        }
        if line.isCell {
            cell.options.optimization = mode
        } else {
            cell.options.optimizationFromHere = mode
        }
        cell.add(line.mark())
    }
}

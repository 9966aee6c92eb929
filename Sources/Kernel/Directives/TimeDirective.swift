import CellCompiler

/// `%time` and `%%time`.
enum TimeDirective: Directive {
    static let name = "time"
    static let usages = [
        DirectiveUsage("%time STATEMENT", "prints how long the statement takes", example: "%time let y = model(x)"),
        DirectiveUsage("%%time", "prints how long the cell takes", example: "%%time\nfit(model)\nevaluate(model)"),
    ]
    static let details = """
        The CPU times are those of all threads of the session. The value of an expression is shown as without `%time`, \
        and variables that the statement declares stay. The statement may go on in the lines below, as in Swift. \
        Compilation is not counted.
        """

    static func read(_ line: DirectiveLine, into cell: inout NotebookCell) throws(DirectiveError) {
        if line.isCell {
            try line.requireNoArguments()
            cell.add(line.mark(.time(.cell)))
            return
        }
        guard !line.arguments.isEmpty else {
            throw line.error("%time needs a statement on its line, as in %time f(); %%time is about the whole cell")
        }
        cell.add(line.mark(.time(.line), upTo: line.arguments[...]))
    }
}

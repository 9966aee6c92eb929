/// `%reset`.
enum ResetDirective: Directive {
    static let name = "reset"
    static let usages = [
        DirectiveUsage("%reset", "starts a fresh session: every variable, function and type is gone", example: "%reset")
    ]
    static let details = """
        The history, the numbering of cells, the choice of `%opt` and installed packages stay. It stands before the \
        cell's code, which then runs in the fresh session.
        """

    static func read(_ line: DirectiveLine, into cell: inout NotebookCell) throws(DirectiveError) {
        // IPython asks before it resets unless there is an -f.
        if line.words != "-f" { try line.requireNoArguments() }
        guard !line.followsCode else {
            throw line.error("%reset must stand before the cell's code, which runs in the fresh session")
        }
        cell.actions.append(.reset)
        cell.add(line.mark())
    }
}

/// `%who`.
enum WhoDirective: Directive {
    static let name = "who"
    static let usages = [
        DirectiveUsage("%who", "lists the variables, with type, shape or size, and cell", example: "%who")
    ]
    static let details = "Lists what is in view where it stands. Functions and types are named below the table."

    static func read(_ line: DirectiveLine, into cell: inout NotebookCell) throws(DirectiveError) {
        try line.requireNoArguments()
        cell.add(line.mark(.variables))
    }
}

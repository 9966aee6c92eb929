import JupyterWire

/// `%help`, and `?` behind any directive.
enum HelpDirective: Directive {
    static let name = "help"
    static let usages = [
        DirectiveUsage("%help [NAME]", "lists the directives, or tells more of one", example: "%help time")
    ]
    static let details = "`%time?` is the same as `%help time`."

    static func read(_ line: DirectiveLine, into cell: inout NotebookCell) throws(DirectiveError) {
        let topic = String(line.words.drop { $0 == "%" })
        guard topic.isEmpty || Directives.named(topic) != nil else {
            let meant = Directives.closest(to: topic).map { "; did you mean %help \($0)?" } ?? ". %help lists them all"
            throw line.error("there is no directive %\(topic)\(meant)", at: line.arguments[...])
        }
        cell.actions.append(.help(topic.isEmpty ? nil : topic))
        cell.add(line.mark())
    }

    /// The page that tells of one directive, or of all, as an `execute_reply` carries it.
    static func page(of topic: String?) -> JSONValue {
        let texts = texts(of: topic)
        return .page(["text/plain": .string(texts.plain), "text/markdown": .string(texts.markdown)])
    }

    /// What there is to tell of one directive, or of all.
    static func texts(of topic: String?) -> (plain: String, markdown: String) {
        let directives = topic.flatMap(Directives.named).map { [$0] } ?? Directives.all
        let note = topic == nil ? "`%help NAME` tells more of one." : directives[0].details
        return (plainText(directives, note: note), markdown(directives, note: note))
    }

    private static func plainText(_ directives: [any Directive.Type], note: String) -> String {
        let usages = directives.flatMap { $0.usages }
        let width = usages.map(\.form.count).max() ?? 0
        let indent = String(repeating: " ", count: width + 2)
        let lines = usages.map { usage in
            usage.form + String(repeating: " ", count: width + 2 - usage.form.count) + usage.summary + "\n\(indent)"
                + usage.example.replacing("\n", with: "\n\(indent)")
        }
        return (lines + ["", note.replacing("`", with: "")]).joined(separator: "\n")
    }

    private static func markdown(_ directives: [any Directive.Type], note: String) -> String {
        func code(_ text: String) -> String {
            text.split(separator: "\n").map { "`\($0)`" }.joined(separator: "<br>")
        }
        let rows = directives.flatMap { $0.usages }.map { "| \(code($0.form)) | \($0.summary) | \(code($0.example)) |" }
        return (["| directive | what it does | example |", "|:--|:--|:--|"] + rows + ["", note]).joined(separator: "\n")
    }
}

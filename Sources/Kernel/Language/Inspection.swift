import JupyterWire

/// What is told of a name, as text and as Markdown.
struct Inspection: Sendable {
    /// The cell that declares it, as in "In[3]", or the library.
    var origin: String?
    var declarations: [String] = []
    /// Markdown, as comments above declarations have it.
    var documentation: String?
    /// What is told of a variable's value, name and text.
    var facts: [(name: String, text: String)] = []
    /// All that the cell's author wrote of it.
    var source: String?

    /// A text of its own in the place of all that.
    private var help: (plain: String, markdown: String)?

    init(origin: String? = nil, declarations: [String]) {
        self.origin = origin
        self.declarations = declarations
    }

    init(help: (plain: String, markdown: String)) {
        self.help = help
    }

    /// A MIME bundle's `data`.
    var data: JSONValue {
        ["text/plain": .string(help?.plain ?? plainText), "text/markdown": .string(help?.markdown ?? markdown)]
    }

    private var plainText: String {
        var parts = [declarations.joined(separator: "\n") + (origin.map { "\n// \($0)" } ?? "")]
        if !facts.isEmpty {
            parts.append(
                facts.map { $0.text.contains("\n") ? "\($0.name):\n\(indented($0.text))" : "\($0.name): \($0.text)" }
                    .joined(separator: "\n"))
        }
        if let documentation { parts.append(documentation) }
        if let source { parts.append(source) }
        return parts.joined(separator: "\n\n")
    }

    private var markdown: String {
        var parts = [fenced(declarations.joined(separator: "\n"), "swift")]
        if let origin { parts.append("*\(origin)*") }
        let short = facts.filter { !$0.text.contains("\n") }
        if !short.isEmpty {
            // JupyterLab would put a table into the middle of its tooltip.
            parts.append(short.map { "- \($0.name): \(inlineCode($0.text))" }.joined(separator: "\n"))
        }
        for fact in facts where fact.text.contains("\n") {
            parts.append("\(fact.name)\n\n" + fenced(fact.text, ""))
        }
        if let documentation { parts.append(documentation) }
        if let source { parts.append(fenced(source, "swift")) }
        return parts.joined(separator: "\n\n")
    }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
    }

    /// A fence that nothing in the text ends.
    private func fenced(_ text: String, _ language: String) -> String {
        let longest = text.matches(of: /`+/).map { $0.0.count }.max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "\(fence)\(language)\n\(text)\n\(fence)"
    }

    private func inlineCode(_ text: String) -> String {
        let longest = text.matches(of: /`+/).map { $0.0.count }.max() ?? 0
        let ticks = String(repeating: "`", count: longest + 1)
        let space = longest > 0 ? " " : ""
        return ticks + space + text + space + ticks
    }
}

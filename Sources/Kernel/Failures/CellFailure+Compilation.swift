import CellCompiler

extension CellFailure {
    /// The compiler's diagnostics, with the lines they are about.
    init(_ diagnostics: [Diagnostic], code: String, file: String) {
        let errors = diagnostics.filter { $0.severity == .error }
        let first = errors.first.map { $0.plain } ?? "The cell does not compile."
        self.init(
            name: "CompileError", value: errors.count > 1 ? "\(first) (and \(errors.count - 1) more)" : first,
            traceback: diagnostics.map { $0.rendered(code: code, file: file) })
    }
}

extension Diagnostic {
    /// "In[5]:3:12: cannot find 'x' in scope".
    fileprivate var plain: String {
        file.map { "\($0):\(line):\(column): \(message)" } ?? message
    }

    /// The message, and the cell's line with a caret under the place.
    func rendered(code: String, file: String) -> String {
        let kind =
            switch severity {
            case .error: Style.error("error")
            case .warning: Style.warning("warning")
            case .note, .remark: Style.note(severity.rawValue)
            }
        guard let ownFile = self.file else { return "\(kind): \(message)" }
        let heading = "\(Style.place("\(ownFile):\(line):\(column)")): \(kind): \(message)"
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        guard ownFile == file, lines.indices.contains(line - 1) else { return heading }
        let text = lines[line - 1]
        let number = "\(line)"
        let indent = String(text.prefix(column - 1).map { $0 == "\t" ? "\t" : " " })
        return """
            \(heading)
              \(number) | \(text)
              \(String(repeating: " ", count: number.count)) | \(indent)\(Style.caret("^"))
            """
    }
}

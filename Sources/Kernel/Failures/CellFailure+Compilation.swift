import CellCompiler

extension CellFailure {
    private static let mostErrors = 8

    /// The compiler's errors, with the lines they are about.
    init(_ errors: [Diagnostic]) {
        var value = "The cell does not compile."
        if let first = errors.first {
            value = first.message + (first.place.map { " (\($0.file), line \($0.line))" } ?? "")
        }
        if errors.count > 1 { value += " and \(errors.count - 1) more error" + (errors.count > 2 ? "s" : "") }
        var traceback = errors.prefix(CellFailure.mostErrors).flatMap { [DiagnosticText($0).text, ""] }
        if errors.count > CellFailure.mostErrors {
            traceback.append("… and \(errors.count - CellFailure.mostErrors) more errors")
        } else {
            traceback.removeLast()
        }
        self.init(name: "CompileError", value: value, traceback: traceback)
    }
}

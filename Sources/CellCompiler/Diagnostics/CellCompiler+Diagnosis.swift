import Foundation

extension CellCompiler {
    /// - Parameters:
    ///   - text: What the compiler printed, nothing if there was nothing to say.
    ///   - base: The path of the source without its extension.
    func diagnostics(in text: String, on cell: CellText, as plan: CellPlan, base: String) -> [Diagnostic] {
        guard !text.isEmpty else { return [] }
        let view = LearnersView(cell: cell, sourcePath: base + ".swift", texts: texts, scope: plan.scope)
        return view.diagnostics(SerializedDiagnostic.read(path: base + ".dia"), text: text)
    }

    /// What is told of a cell that does not compile. Warnings can wait until it does.
    func errors(among diagnostics: [Diagnostic], of cell: CellText) -> [Diagnostic] {
        let syntaxErrors = SyntaxErrors.diagnostics(of: cell)
        return syntaxErrors.isEmpty ? diagnostics.filter { $0.severity == .error } : syntaxErrors
    }
}

extension Diagnostic {
    /// Whether it is about the call that shows the cell's result.
    var isAboutResult: Bool { message.contains("_showResult") || message.contains("_swiftlet_result") }

    /// Whether it would be about a missing `await` in asynchronous code.
    var missesConcurrency: Bool {
        message.contains("in a function that does not support concurrency")
            // The top level of an asynchronous cell is the main actor's.
            || message.contains("main actor-isolated") && message.contains("nonisolated context")
    }
}

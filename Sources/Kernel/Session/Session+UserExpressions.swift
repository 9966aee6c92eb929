import CellCompiler
import Foundation
import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute>
extension Session {
    /// The values of expressions, each as the `execute_reply` carries it; one that fails leaves the others alone.
    func values(of expressions: [String: JSONValue], output: CellOutput) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for (name, expression) in expressions.sorted(by: { $0.key < $1.key }) {
            do {
                let bundle = try value(of: expression.stringValue ?? "", named: name, output: output)
                values[name] = [
                    "status": "ok", "data": bundle["data"] ?? [:], "metadata": bundle["metadata"] ?? [:],
                ]
            } catch {
                values[name] = error.messageContent.adding(["status": "error"])
            }
        }
        return values
    }

    private func value(of expression: String, named name: String, output: CellOutput) throws(CellFailure) -> JSONValue {
        let cell: CompiledCell
        do {
            cell = try pipeline.compileAside(
                expression, file: "user_expressions[\(name)]", in: output.shell, progress: progress)
        } catch CompilationError.diagnosed(let diagnostics) {
            throw CellFailure(diagnostics)
        } catch {
            throw CellFailure(name: "CompilationFailed", value: "\(error)")
        }
        defer { pipeline.noteSpent(cell) }
        guard CellSyntax(expression).resultExpression != nil else {
            throw CellFailure(name: "NotAnExpression", value: "`\(expression)` is no expression that has a value.")
        }
        var told: [UInt8]?
        try runAside(cell.number, in: output.shell) { host in
            let (ending, value) = host.result(of: cell, output: output)
            told = value
            return ending
        }
        // Only the empty tuple is worth nothing.
        return told.flatMap { try? JSONValue(parsing: Data($0)) } ?? ["data": ["text/plain": "()"]]
    }
}

import CellCompiler
import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#code-completeness>
enum IsCompleteRequest: RequestHandler {
    static let type = "is_complete_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        let code = request.contentValue()["code"]?.stringValue ?? ""
        if HelpQuery(code) != nil { return Reply(["status": "complete"]) }
        guard let cell = try? NotebookCell(code) else { return Reply(["status": "invalid"]) }
        // Nothing but an empty line tells where a script or a measured cell ends.
        if cell.isOpenEnded && !code.hasSuffix("\n") { return Reply(["status": "incomplete", "indent": ""]) }
        switch Completeness(of: cell.swift) {
        case .complete:
            kernel.checkedCode.withLock { $0 = (request.header.session, code) }
            return Reply(["status": "complete"])
        case .incomplete(let indent): return Reply(["status": "incomplete", "indent": .string(indent)])
        case .invalid: return Reply(["status": "invalid"])
        }
    }
}

import CellCompiler
import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#code-completeness>
enum IsCompleteRequest: RequestHandler {
    static let type = "is_complete_request"

    static func handle(_ request: Message, in kernel: Kernel) -> Reply {
        switch Completeness(of: request.contentValue()["code"]?.stringValue ?? "") {
        case .complete: Reply(["status": "complete"])
        case .incomplete(let indent): Reply(["status": "incomplete", "indent": .string(indent)])
        case .invalid: Reply(["status": "invalid"])
        }
    }
}

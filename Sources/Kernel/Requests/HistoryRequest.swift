import History
import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#history>
enum HistoryRequest: RequestHandler {
    static let type = "history_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        let content = request.contentValue()
        let withOutput = content["output"]?.boolValue ?? false
        let query: HistoryQuery
        switch content["hist_access_type"]?.stringValue ?? "tail" {
        case "tail":
            query = .tail(count: content["n"]?.integerValue ?? 10)
        case "range":
            query = .range(
                session: content["session"]?.integerValue ?? 0, start: content["start"]?.integerValue ?? 0,
                stop: content["stop"]?.integerValue)
        case "search":
            query = .search(
                pattern: content["pattern"]?.stringValue ?? "*", count: content["n"]?.integerValue,
                unique: content["unique"]?.boolValue ?? false)
        case let other:
            return Reply(
                error: "InvalidRequest",
                "A history_request asks for \"tail\", \"range\" or \"search\", not for \"\(other)\".")
        }
        let entries = shell.history.entries(query, withOutput: withOutput).map { entry -> JSONValue in
            let source = JSONValue.string(entry.source)
            let text = withOutput ? .array([source, entry.output.map { .string($0) } ?? .null]) : source
            return .array([.integer(entry.session), .integer(entry.line), text])
        }
        return Reply(["status": "ok", "history": .array(entries)])
    }
}

import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#completion>
enum CompleteRequest: RequestHandler {
    static let type = "complete_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        let content = request.contentValue()
        guard let code = content["code"]?.stringValue else {
            return Reply(error: "InvalidRequest", "A complete_request needs the text \"code\".")
        }
        let position = content["cursor_pos"]?.integerValue ?? code.unicodeScalars.count
        let completions = kernel.session.completions(of: code, at: position)
        let details = completions.items.map { item -> JSONValue in
            [
                "start": .integer(completions.range.lowerBound), "end": .integer(completions.range.upperBound),
                "text": .string(item.text), "type": .string(item.type), "signature": .string(item.signature),
            ]
        }
        return Reply([
            "status": "ok",
            "matches": .array(completions.items.map { .string($0.text) }),
            "cursor_start": .integer(completions.range.lowerBound),
            "cursor_end": .integer(completions.range.upperBound),
            "metadata": ["_jupyter_types_experimental": .array(details)],
        ])
    }
}

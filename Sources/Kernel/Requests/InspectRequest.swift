import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#introspection>
enum InspectRequest: RequestHandler {
    static let type = "inspect_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        let content = request.contentValue()
        guard let code = content["code"]?.stringValue else {
            return Reply(error: "InvalidRequest", "An inspect_request needs the text \"code\".")
        }
        let inspection = kernel.session.inspection(
            of: code, at: content["cursor_pos"]?.integerValue ?? code.unicodeScalars.count,
            detail: content["detail_level"]?.integerValue ?? 0)
        return Reply([
            "status": "ok", "found": .bool(inspection != nil), "data": inspection?.data ?? [:], "metadata": [:],
        ])
    }
}

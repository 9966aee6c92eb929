import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-shutdown>
enum ShutdownRequest: RequestHandler {
    static let type = "shutdown_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        let restart = request.contentValue()["restart"]?.boolValue ?? false
        var reply = Reply(["status": "ok", "restart": .bool(restart)])
        reply.endsKernel = true
        return reply
    }
}

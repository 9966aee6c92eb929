import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-interrupt>
enum InterruptRequest: RequestHandler {
    static let type = "interrupt_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        kernel.interrupt()
        return Reply(["status": "ok"])
    }
}

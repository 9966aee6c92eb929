import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#comm-info>
enum CommInfoRequest: RequestHandler {
    static let type = "comm_info_request"

    static func handle(_ request: Message, in kernel: Kernel) -> Reply {
        Reply(["status": "ok", "comms": [:]])
    }
}

import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#comm-info>
enum CommInfoRequest: RequestHandler {
    static let type = "comm_info_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        let comms = kernel.session.comms(target: request.contentValue()["target_name"]?.stringValue)
        return Reply([
            "status": "ok", "comms": .object(comms.mapValues { ["target_name": .string($0)] }),
        ])
    }
}

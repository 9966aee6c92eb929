import JupyterWire

/// Answers one type of request.
protocol RequestHandler: SendableMetatype {
    /// As in "kernel_info_request".
    static var type: String { get }
    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply
}

/// What a request is answered with.
struct Reply {
    var content: JSONValue
    /// Whether the execute requests behind this one are to be given up.
    var abortsQueue = false
    /// Whether the kernel ends once the reply is sent.
    var endsKernel = false

    init(_ content: JSONValue) {
        self.content = content
    }

    init(error name: String, _ value: String) {
        content = ["status": "error", "ename": .string(name), "evalue": .string(value), "traceback": []]
    }
}

extension Kernel {
    static let shellRequests = table([
        KernelInfoRequest.self, ExecuteRequest.self, IsCompleteRequest.self, CompleteRequest.self, InspectRequest.self,
        HistoryRequest.self, CommInfoRequest.self,
        ShutdownRequest.self, InterruptRequest.self,
    ])

    /// What is answered while a cell runs, too.
    static let controlRequests = table([
        KernelInfoRequest.self, ShutdownRequest.self, InterruptRequest.self, CompleteRequest.self, InspectRequest.self,
        CommInfoRequest.self, CreateSubshellRequest.self, DeleteSubshellRequest.self, ListSubshellRequest.self,
    ])

    private static func table(_ handlers: [any RequestHandler.Type]) -> [String: any RequestHandler.Type] {
        Dictionary(uniqueKeysWithValues: handlers.map { ($0.type, $0) })
    }
}

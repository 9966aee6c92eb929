import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute>
enum ExecuteRequest: RequestHandler {
    static let type = "execute_request"

    static func handle(_ request: Message, in kernel: Kernel) -> Reply {
        let content = request.contentValue()
        guard let code = content["code"]?.stringValue else {
            return Reply(error: "InvalidRequest", "An execute_request needs the text \"code\".")
        }
        let silent = content["silent"]?.boolValue ?? false
        let counts = !silent && content["store_history"]?.boolValue ?? true
        let count = kernel.executionCount.withLock { count in
            if counts { count += 1 }
            return count
        }
        let output = CellOutput(
            ioPub: kernel.ioPub, stdin: kernel.sockets.stdin, request: request, executionCount: count, silent: silent,
            allowsInput: content["allow_stdin"]?.boolValue ?? true, sessionID: kernel.id)
        output.publishInput(code)

        do {
            try kernel.session.execute(
                code, file: "In[\(count)]", cellID: request.metadata["cellId"]?.stringValue, output: output)
            return Reply([
                "status": "ok", "execution_count": .integer(count), "payload": [], "user_expressions": [:],
            ])
        } catch {
            output.publishError(error)
            var reply = Reply(error.messageContent)
            if case .object(var members) = reply.content {
                members["status"] = "error"
                members["execution_count"] = .integer(count)
                members["payload"] = []
                members["user_expressions"] = [:]
                reply.content = .object(members)
            }
            reply.abortsQueue = content["stop_on_error"]?.boolValue ?? true
            return reply
        }
    }
}

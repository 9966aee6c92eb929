import CellCompiler
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
                compilationRequest(for: request, code: code, count: count), before: kernel.waitingCells(behind: count),
                output: output)
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

    /// - Parameter count: The execution count that the cell has or will have.
    static func compilationRequest(for request: Message, code: String, count: Int) -> CompilationPipeline.Request {
        CompilationPipeline.Request(
            code: code, file: "In[\(count)]", cellID: request.metadata["cellId"]?.stringValue)
    }
}

extension Kernel {
    /// The cells that wait in the queue, for being compiled ahead.
    ///
    /// - Parameter count: The execution count of the cell before them.
    func waitingCells(behind count: Int) -> [CompilationPipeline.Request] {
        let waiting = shellQueue.waitingExecutions(atMost: CompilationPipeline.mostAhead)
        return waiting.enumerated().compactMap { index, request in
            request.contentValue()["code"]?.stringValue.map {
                ExecuteRequest.compilationRequest(for: request, code: $0, count: count + index + 1)
            }
        }
    }
}

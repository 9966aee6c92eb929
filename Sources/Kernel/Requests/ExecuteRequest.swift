import CellCompiler
import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute>
enum ExecuteRequest: RequestHandler {
    static let type = "execute_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        let content = request.contentValue()
        guard let code = content["code"]?.stringValue else {
            return Reply(error: "InvalidRequest", "An execute_request needs the text \"code\".")
        }
        let silent = content["silent"]?.boolValue ?? false
        let counts = !silent && content["store_history"]?.boolValue ?? true
        let count = shell.executionCount.withLock { count in
            if counts { count += 1 }
            return count
        }
        var output = CellOutput(
            ioPub: kernel.ioPub, stdin: kernel.sockets.stdin, request: request, shell: shell.number,
            executionCount: count, silent: silent, allowsInput: content["allow_stdin"]?.boolValue ?? true,
            history: counts ? shell.history : nil, sessionID: kernel.id)
        if counts { shell.history.add(line: count, source: code) }
        output.publishInput(code)
        if let query = HelpQuery(code) {
            return Reply([
                "status": "ok", "execution_count": .integer(count), "payload": kernel.answer(query, in: output),
                "user_expressions": [:],
            ])
        }

        do {
            if kernel.isTerminal(request, code: code) {
                if TerminalFrontEnd.isExit(code) { return TerminalFrontEnd.exitReply(count: count) }
                output.terminal = TerminalDisplays()
            }
            let cell = try notebookCell(code, count: count)
            try kernel.session.execute(
                cell.actions, compilationRequest(for: request, cell: cell, count: count),
                before: shell.isMain ? kernel.waitingCells(behind: count) : [], output: output)
            var values: [String: JSONValue] = [:]
            if case .object(let expressions)? = content["user_expressions"], !expressions.isEmpty {
                values = try kernel.session.values(of: expressions, output: output)
            }
            return Reply([
                "status": "ok", "execution_count": .integer(count), "payload": .array(cell.actions.compactMap(\.page)),
                "user_expressions": .object(values),
            ])
        } catch {
            output.publishError(error)
            var reply = Reply(
                error.messageContent.adding([
                    "status": "error", "execution_count": .integer(count), "payload": [], "user_expressions": [:],
                ]))
            reply.abortsQueue = content["stop_on_error"]?.boolValue ?? true
            return reply
        }
    }

    private static func notebookCell(_ code: String, count: Int) throws(CellFailure) -> NotebookCell {
        do {
            return try NotebookCell(code)
        } catch {
            throw CellFailure(error, code: code, file: file(count))
        }
    }

    /// - Parameter count: The execution count that the cell has or will have.
    static func compilationRequest(
        for request: Message, cell: NotebookCell, count: Int
    ) -> CompilationPipeline.Request? {
        if HelpQuery(cell.code) != nil { return nil }
        return cell.compilationRequest(file: file(count), cellID: request.metadata["cellId"]?.stringValue)
    }

    private static func file(_ count: Int) -> String { "In[\(count)]" }
}

extension Kernel {
    /// The cells that wait in the main shell's queue, for being compiled ahead: up to the first whose directives change what the cells
    /// behind it see.
    ///
    /// - Parameter count: The execution count of the cell before them.
    func waitingCells(behind count: Int) -> [CompilationPipeline.Request] {
        let cells = cells(of: shells.main.queue.waitingExecutions(atMost: CompilationPipeline.mostAhead), behind: count)
        return cells.prefix { $0.cell?.changesWhatCellsSee == false }.compactMap(\.request)
    }

    /// What the cells of execute requests are compiled from; no cell where a directive makes no sense.
    func cells(
        of messages: [Message], behind count: Int
    ) -> [(cell: NotebookCell?, request: CompilationPipeline.Request?)] {
        messages.enumerated().map { index, message in
            let cell = message.contentValue()["code"]?.stringValue.flatMap { try? NotebookCell($0) }
            return (
                cell,
                cell.flatMap { ExecuteRequest.compilationRequest(for: message, cell: $0, count: count + index + 1) }
            )
        }
    }
}

import Dispatch
import Foundation
import JupyterWire
import Logging
import Synchronization

/// A running kernel: sockets on one side, a session of cells on the other.
///
/// Each socket has a thread, and each shell another, so that control and heartbeat answer whatever a cell does.
public final class Kernel: Sendable {
    let sockets: KernelSockets
    let ioPub: IOPub
    let session: SessionKeeper
    let log: Logger
    let id = UUID().uuidString.lowercased()
    /// Whose text was found complete in the latest `is_complete_request`, and the text.
    let checkedCode = Mutex<(session: String, code: String)?>(nil)
    let shells: Shells
    private let context: ZeroMQContext
    private let shutdownRequested = Atomic(false)
    private let threads = DispatchGroup()

    /// - Parameter memoryLimit: How much memory cells may come to use.
    public init(connection: ConnectionFile, memoryLimit: MemoryLimit, log: Logger) throws {
        context = ZeroMQContext()
        sockets = try KernelSockets(connection, session: id, in: context)
        ioPub = IOPub(socket: sockets.ioPub, session: id, log: log)
        session = SessionKeeper(memoryLimit: memoryLimit, log: log)
        shells = Shells(log: log)
        self.log = log
    }

    /// Serves requests until a front end asks for shutdown.
    public func run() {
        ioPub.publishStatus("starting", parent: Data("{}".utf8))
        session.start()
        let heartbeat = sockets.heartbeat
        Thread.detachNewThread { heartbeat.answer() }
        let ioPubSocket = sockets.ioPub
        Thread.detachNewThread { ioPubSocket.watchListeners() }
        startThread("stdin") { self.serve(self.sockets.stdin) { self.session.answerInput($0) } }
        startThread("control") {
            self.serve(self.sockets.control) {
                self.respond(
                    to: $0, on: self.sockets.control, in: self.shells.main, requests: Kernel.controlRequests)
            }
        }
        startThread("shell socket") { self.serve(self.sockets.shell) { self.enqueue($0) } }
        startThread("shell") {
            self.serve(self.shells.main)
            self.sockets.shell.close()
        }
        threads.wait()
        shells.finishHistories()
        sockets.ioPub.close()
        context.shutDown()
        context.terminate()
    }

    /// Ends the session and lets the sockets' threads finish what they have to send.
    func shutDown() {
        guard !shutdownRequested.exchange(true, ordering: .relaxed) else { return }
        session.end()
        shells.close()
        for socket in [sockets.control, sockets.stdin] { socket.close() }
    }

    /// Ends the kernel from outside, as on a signal.
    public func stop() {
        shutDown()
        threads.wait()
    }

    /// Stops the cells of all shells.
    public func interrupt() {
        session.interrupt()
    }

    /// Begins to serve a new subshell, and returns its id.
    func createSubshell() -> String? {
        guard let shell = shells.create() else { return nil }
        startThread("subshell \(shell.number)") {
            self.serve(shell)
            shell.history.finish()
        }
        return shell.id
    }

    /// Ends a subshell: stops its cell, and gives up those that wait. Tells whether there was one.
    func deleteSubshell(_ id: String) -> Bool {
        guard let shell = shells.remove(id) else { return false }
        let waiting = shell.queue.close()
        session.endShell(shell.number)
        for request in waiting where request.type.hasSuffix("_request") { abort(request) }
        return true
    }

    private func enqueue(_ message: Message) {
        // A front end that comes while a cell runs asks this first, and has nothing else done before it knows.
        if message.type == KernelInfoRequest.type {
            return respond(to: message, on: sockets.shell, in: shells.main, requests: Kernel.shellRequests)
        }
        guard let shell = shells.shell(for: message), shell.queue.add(message) else { return refuse(message) }
        if shell.isMain { session.lookAhead(waitingCells(behind: shell.executionCount.withLock { $0 })) }
    }

    private func refuse(_ message: Message) {
        let id = message.header.subshellID ?? ""
        guard !id.isEmpty, message.type.hasSuffix("_request") else { return }
        log.warning("A \(message.type) is for the subshell \(id), which does not exist.")
        respond(to: message, with: .unknownSubshell(id), on: sockets.shell)
    }

    private func serve(_ shell: Shell) {
        while let request = shell.queue.next() {
            respond(to: request, on: sockets.shell, in: shell, requests: Kernel.shellRequests)
        }
    }

    private func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) {
        threads.enter()
        let thread = Thread {
            body()
            self.threads.leave()
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func serve(_ socket: MessageSocket, _ handle: (Message) -> Void) {
        do {
            try socket.serve { received in
                switch received {
                case .success(let message): handle(message)
                case .failure(let error): log.warning("A message was dropped: \(error).")
                }
            }
        } catch {
            if !error.isTermination { log.error("A socket failed: \(error).") }
        }
    }

    private func respond(
        to request: Message, on socket: MessageSocket, in shell: Shell, requests: [String: any RequestHandler.Type]
    ) {
        if Kernel.isAboutComm(request) && socket === sockets.shell { return receiveForComm(request, in: shell) }
        guard request.type.hasSuffix("_request") else {
            log.warning("A message of type \(request.type) is not answered.")
            return
        }
        let (reply, aborted) = ioPub.whileBusy(with: request) {
            let reply = answer(request, in: shell, by: requests[request.type])
            // A front end that runs all cells sends them all at once; those that wait behind a failed one are given up.
            // One that is sent because the front end has seen the failure is not.
            let aborted = reply.abortsQueue ? shell.queue.removeExecutions() : []
            send(reply, to: request, on: socket)
            return (reply, aborted)
        }
        for request in aborted { abort(request) }
        session.giveUp(cells(of: aborted, behind: 0).compactMap(\.request))
        if reply.endsKernel { shutDown() }
    }

    private func answer(_ request: Message, in shell: Shell, by handler: (any RequestHandler.Type)?) -> Reply {
        if let handler { return handler.handle(request, in: self, shell: shell) }
        log.warning("A request of unknown type \(request.type) is answered with an error.")
        return Reply(error: "UnknownRequest", "Swiftlet knows no \(request.type).")
    }

    private func send(_ reply: Reply, to request: Message, on socket: MessageSocket) {
        let type = request.type.dropLast("request".count) + "reply"
        socket.send(
            Message(
                identities: request.identities, header: Message.Header(type: String(type), session: id),
                parentHeader: request.rawHeader, content: reply.content.encoded()))
    }

    private func respond(to request: Message, with reply: Reply, on socket: MessageSocket) {
        ioPub.whileBusy(with: request) { send(reply, to: request, on: socket) }
    }

    private func abort(_ request: Message) {
        respond(to: request, with: Reply(["status": "aborted"]), on: sockets.shell)
    }
}

import Dispatch
import Foundation
import Glibc
import JupyterWire
import Logging
import Synchronization

/// A running kernel: sockets on one side, a session of cells on the other.
///
/// Shell, control and heartbeat are served by a thread each, so that control and heartbeat answer whatever a cell does.
public final class Kernel: Sendable {
    let sockets: KernelSockets
    let ioPub: IOPub
    let session: SessionKeeper
    let log: Logger
    let id = UUID().uuidString.lowercased()
    let executionCount = Mutex(0)
    private let context: ZeroMQContext
    private let shutdownRequested = Atomic(false)
    private let threads = DispatchGroup()

    public init(connection: ConnectionFile, log: Logger) throws {
        context = ZeroMQContext()
        sockets = try KernelSockets(connection, in: context)
        ioPub = IOPub(socket: sockets.ioPub, session: id, log: log)
        session = SessionKeeper(log: log)
        self.log = log
    }

    /// Serves requests until a front end asks for shutdown.
    public func run() {
        ioPub.publishStatus("starting", parent: Data("{}".utf8))
        session.start()
        startThread("heartbeat") { self.sockets.heartbeat.answer() }
        startThread("control") { self.serve(self.sockets.control, requests: Kernel.controlRequests) }
        startThread("shell") { self.serve(self.sockets.shell, requests: Kernel.shellRequests) }
        threads.wait()
    }

    /// Ends the session and lets the sockets' threads finish.
    func shutDown() {
        guard !shutdownRequested.exchange(true, ordering: .relaxed) else { return }
        session.end()
        context.shutDown()
    }

    /// Ends the kernel from outside, as on a signal.
    public func stop() {
        shutDown()
        threads.wait()
    }

    public func interrupt() {
        session.interrupt()
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

    private func serve(_ socket: MessageSocket, requests: [String: any RequestHandler.Type]) {
        while !shutdownRequested.load(ordering: .relaxed) {
            do {
                switch try socket.receive() {
                case .success(let request)?: respond(to: request, on: socket, requests: requests)
                case .failure(let error)?: log.warning("A message was dropped: \(error).")
                case nil: break
                }
            } catch {
                if error.isTermination { return }
                log.error("A socket failed: \(error).")
            }
        }
    }

    private func respond(to request: Message, on socket: MessageSocket, requests: [String: any RequestHandler.Type]) {
        guard request.type.hasSuffix("_request") else {
            log.warning("A message of type \(request.type) is not answered.")
            return
        }
        ioPub.publishStatus("busy", parent: request.rawHeader)
        let reply: Reply
        if let handler = requests[request.type] {
            reply = handler.handle(request, in: self)
        } else {
            log.warning("A request of unknown type \(request.type) is answered with an error.")
            reply = Reply(error: "UnknownRequest", "Swiftlet knows no \(request.type).")
        }
        send(reply, to: request, on: socket)
        ioPub.publishStatus("idle", parent: request.rawHeader)
        if reply.abortsQueue { abortQueue(of: socket) }
        if reply.endsKernel { shutDown() }
    }

    private func send(_ reply: Reply, to request: Message, on socket: MessageSocket) {
        let type = request.type.dropLast("request".count) + "reply"
        do {
            try socket.send(
                Message(
                    identities: request.identities, header: Message.Header(type: String(type), session: id),
                    parentHeader: request.rawHeader, content: reply.content.encoded()))
        } catch {
            log.error("The reply to \(request.type) could not be sent: \(error).")
        }
    }

    /// Answers what is queued behind a failed cell. A front end that runs all cells sends them all at once.
    private func abortQueue(of socket: MessageSocket) {
        while let received = try? socket.receive(wait: false), case .success(let request) = received {
            guard request.type == ExecuteRequest.type else {
                respond(to: request, on: socket, requests: Kernel.shellRequests)
                continue
            }
            ioPub.publishStatus("busy", parent: request.rawHeader)
            send(Reply(["status": "aborted"]), to: request, on: socket)
            ioPub.publishStatus("idle", parent: request.rawHeader)
        }
    }
}

import Foundation
import Synchronization

/// The kernel's five sockets.
///
/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#introduction>
public struct KernelSockets: Sendable {
    public let shell: MessageSocket
    public let control: MessageSocket
    public let stdin: MessageSocket
    public let ioPub: MessageSocket
    public let heartbeat: HeartbeatSocket

    public init(_ connection: ConnectionFile, in context: ZeroMQContext) throws(ZeroMQError) {
        let signer = Signer(key: connection.key)
        func socket(_ kind: ZeroMQSocket.Kind, _ port: Int) throws(ZeroMQError) -> ZeroMQSocket {
            try ZeroMQSocket(kind, boundTo: connection.endpoint(port: port), in: context)
        }
        shell = MessageSocket(try socket(.router, connection.shellPort), signer: signer)
        control = MessageSocket(try socket(.router, connection.controlPort), signer: signer)
        stdin = MessageSocket(try socket(.router, connection.stdinPort), signer: signer)
        ioPub = MessageSocket(try socket(.publish, connection.ioPubPort), signer: signer)
        heartbeat = HeartbeatSocket(try socket(.reply, connection.heartbeatPort))
    }
}

/// A socket that carries signed messages.
///
/// One thread receives; any may send, except while another waits in `receive`, as sends and receives of one socket
/// exclude each other.
public final class MessageSocket: @unchecked Sendable {
    private let socket: ZeroMQSocket
    private let signer: Signer
    private let sending = Mutex(())

    init(_ socket: ZeroMQSocket, signer: Signer) {
        self.socket = socket
        self.signer = signer
    }

    public func send(_ message: Message) throws(ZeroMQError) {
        let frames = message.frames(signer: signer)
        try sending.withLock { _ throws(ZeroMQError) in try socket.send(frames) }
    }

    /// The next message, or why what came is none.
    public func receive(wait: Bool = true) throws(ZeroMQError) -> Result<Message, WireError>? {
        guard let frames = try socket.receive(wait: wait) else { return nil }
        return Result { () throws(WireError) in try Message(frames: frames, signer: signer) }
    }
}

/// Sends back whatever comes, for clients that want to know whether the kernel is alive.
public final class HeartbeatSocket: @unchecked Sendable {
    private let socket: ZeroMQSocket

    init(_ socket: ZeroMQSocket) {
        self.socket = socket
    }

    /// Answers until the context is closed.
    public func answer() {
        while let frames = try? socket.receive(), (try? socket.send(frames)) != nil {}
    }
}

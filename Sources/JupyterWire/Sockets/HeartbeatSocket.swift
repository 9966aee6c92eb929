import Foundation

/// Sends back whatever comes, for clients that want to know whether the kernel is alive.
public final class HeartbeatSocket: @unchecked Sendable {
    private let socket: ZeroMQSocket

    init(_ socket: ZeroMQSocket) {
        self.socket = socket
    }

    /// Answers until the context is closed.
    public func answer() {
        defer { socket.close() }
        while let frames = try? socket.receive(), (try? socket.send(frames)) != nil {}
    }
}

import Foundation
import Synchronization

/// Sends signed messages to whoever listens. Any thread may.
public final class PublishSocket: @unchecked Sendable {
    private let socket: ZeroMQSocket
    private let signer: Signer
    private let sending = Mutex(false)

    init(_ socket: ZeroMQSocket, signer: Signer) {
        self.socket = socket
        self.signer = signer
    }

    public func send(_ message: Message) throws(ZeroMQError) {
        let frames = message.frames(signer: signer)
        try sending.withLock { isClosed throws(ZeroMQError) in
            if !isClosed { try socket.send(frames) }
        }
    }

    /// What is sent from now on goes nowhere.
    public func close() {
        sending.withLock { isClosed in
            isClosed = true
            socket.close()
        }
    }
}

import Foundation
import Glibc
import Synchronization

/// Sends signed messages to whoever listens, and welcomes each new listener. Any thread may send.
///
/// <https://jupyter.org/enhancement-proposals/65-jupyter-xpub/jupyter-xpub.html>
public final class PublishSocket: @unchecked Sendable {
    private let socket: ZeroMQSocket
    private let signer: Signer
    private let welcome: @Sendable (_ topic: String) -> Message
    private let isClosed = Mutex(false)

    /// - Parameter welcome: What a front end gets that begins to listen to a topic.
    init(_ socket: ZeroMQSocket, signer: Signer, welcome: @escaping @Sendable (String) -> Message) {
        self.socket = socket
        self.signer = signer
        self.welcome = welcome
    }

    public func send(_ message: Message) throws(ZeroMQError) {
        let frames = message.frames(signer: signer)
        try isClosed.withLock { isClosed throws(ZeroMQError) in
            if isClosed { return }
            // The welcome is the first that a listener gets.
            try welcomeListeners()
            try socket.send(frames)
        }
    }

    /// Welcomes listeners until the socket is closed, also while nothing is published.
    public func watchListeners() {
        let descriptor = isClosed.withLock { $0 ? -1 : socket.descriptor }
        while descriptor >= 0 {
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, 500)
            let isOver = isClosed.withLock { isClosed in
                isClosed || (try? welcomeListeners()) == nil
            }
            if isOver { return }
        }
    }

    /// What is sent from now on goes nowhere.
    public func close() {
        isClosed.withLock { isClosed in
            isClosed = true
            socket.close()
        }
    }

    /// Takes in who began to listen: a byte 1 and the topic (zmq_socket(3), ZMQ_XPUB).
    private func welcomeListeners() throws(ZeroMQError) {
        while let frames = try socket.receive(wait: false) {
            guard let subscription = frames.first, subscription.first == 1 else { continue }
            let topic = String(decoding: subscription.dropFirst(), as: UTF8.self)
            try socket.send(welcome(topic).frames(signer: signer))
        }
    }
}

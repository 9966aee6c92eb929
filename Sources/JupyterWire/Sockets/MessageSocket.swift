import Foundation
import Glibc
import Synchronization

/// Receives signed messages and sends others back.
///
/// A ZeroMQ socket belongs to one thread: the one that calls `serve`. Any thread may send, by leaving the message to
/// that thread.
public final class MessageSocket: @unchecked Sendable {
    private struct Outbox {
        var messages: [Message] = []
        var isClosed = false
    }

    private let socket: ZeroMQSocket
    private let signer: Signer
    private let outbox = Mutex(Outbox())
    private let wakeUp: (read: FileHandle, write: FileHandle)

    init(_ socket: ZeroMQSocket, signer: Signer) {
        self.socket = socket
        self.signer = signer
        let pipe = Pipe()
        wakeUp = (pipe.fileHandleForReading, pipe.fileHandleForWriting)
    }

    public func send(_ message: Message) {
        outbox.withLock { $0.messages.append(message) }
        wakeOwner()
    }

    /// Ends `serve` once everything is sent.
    public func close() {
        outbox.withLock { $0.isClosed = true }
        wakeOwner()
    }

    /// Hands over each message, or why what came is none, until the socket is closed.
    public func serve(_ receive: (Result<Message, WireError>) -> Void) throws(ZeroMQError) {
        defer { socket.close() }
        while true {
            let ready = try socket.wait(orReadable: wakeUp.read.fileDescriptor)
            if ready.descriptor {
                var bytes = [UInt8](repeating: 0, count: 64)
                _ = Glibc.read(wakeUp.read.fileDescriptor, &bytes, bytes.count)
                if try sendAll() { return }
            }
            while let frames = try socket.receive(wait: false) {
                receive(Result { () throws(WireError) in try Message(frames: frames, signer: signer) })
            }
        }
    }

    /// Sends what is in the outbox. Tells whether the socket is to be closed.
    private func sendAll() throws(ZeroMQError) -> Bool {
        let (messages, isClosed) = outbox.withLock { outbox in
            defer { outbox.messages = [] }
            return (outbox.messages, outbox.isClosed)
        }
        for message in messages { try socket.send(message.frames(signer: signer)) }
        return isClosed
    }

    private func wakeOwner() {
        var byte: UInt8 = 1
        _ = Glibc.write(wakeUp.write.fileDescriptor, &byte, 1)
    }
}

import Glibc
import Synchronization

/// A value that crosses the link.
package protocol LinkMessage: Sendable {
    func encoded() -> [UInt8]
    init(decoding bytes: [UInt8]) throws(LinkError)
}

/// One end of the socket between kernel and cell host: messages behind a 32-bit length.
///
/// Any thread may send; one thread at a time receives.
package final class LinkChannel<Outgoing: LinkMessage, Incoming: LinkMessage>: Sendable {
    package let fileDescriptor: Int32
    private let sending = Mutex(())

    /// Takes over the descriptor, which is closed with the channel.
    package init(fileDescriptor: Int32) {
        self.fileDescriptor = fileDescriptor
    }

    deinit {
        close(fileDescriptor)
    }

    package func send(_ message: Outgoing) throws(LinkError) {
        let payload = message.encoded()
        var frame = ByteWriter()
        frame.write(payload)
        try sending.withLock { _ throws(LinkError) in
            var rest = frame.bytes[...]
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes {
                    Glibc.send(fileDescriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if sent > 0 {
                    rest = rest.dropFirst(sent)
                } else if errno == EPIPE || errno == ECONNRESET {
                    throw .closed
                } else if errno != EINTR {
                    throw .system(call: "send", errno: errno)
                }
            }
        }
    }

    /// Waits for the next message.
    package func receive() throws(LinkError) -> Incoming {
        var length = ByteReader(try receiveBytes(4))
        return try Incoming(decoding: try receiveBytes(Int(try length.read(UInt32.self))))
    }

    private func receiveBytes(_ count: Int) throws(LinkError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let received = bytes.withUnsafeMutableBytes {
                recv(fileDescriptor, $0.baseAddress! + filled, count - filled, 0)
            }
            if received > 0 {
                filled += received
            } else if received == 0 || errno == ECONNRESET {
                throw .closed
            } else if errno != EINTR {
                throw .system(call: "recv", errno: errno)
            }
        }
        return bytes
    }
}

internal import Glibc

/// What is said about comms between the session and the kernel.
package struct CommPacket: Hashable, Sendable {
    package enum Kind: Int32, Sendable {
        case open = 0
        case message = 1
        case close = 2
        /// The front end may open comms to the target.
        case register = 3
        case unregister = 4
    }

    package var kind: Kind
    package var id: String
    package var target: String
    package var message = CommMessage()

    package init(kind: Kind, id: String, target: String, message: CommMessage = CommMessage()) {
        self.kind = kind
        self.id = id
        self.target = target
        self.message = message
    }
}

/// Where comms send what they send.
package protocol CommTransport: Sendable {
    func send(_ packet: CommPacket)
}

package enum CommLink {
    /// The session process where there is one. Outside a notebook nobody listens. Tests bind another.
    @TaskLocal package static var transport: any CommTransport =
        HostCommTransport.ofThisProcess ?? SilentCommTransport()

    /// The id of the front end's request that is carried out; nothing outside a notebook.
    package static var requestID: String {
        typealias RequestID = @convention(c) () -> UnsafeMutablePointer<CChar>?
        guard let symbol = HostTransport.symbol(named: "swiftlet_request_id"),
            let id = unsafeBitCast(symbol, to: RequestID.self)()
        else { return "" }
        defer { free(id) }
        return String(cString: id)
    }

    /// Hands over what the front end sent.
    package static func receive(_ packet: CommPacket) throws {
        try CommRegistry.shared.receive(packet)
    }
}

struct SilentCommTransport: CommTransport {
    func send(_ packet: CommPacket) {}
}

/// Hands packets to the process that runs a notebook's session.
///
/// That process exports the C function `swiftlet_comm_send`, and calls `swiftlet_comm_receive` with what comes from the
/// front end. Both take the kind of packet, the comm's id, its target, and parts of bytes: the data and the metadata as
/// JSON, then the buffers.
struct HostCommTransport: CommTransport {
    typealias Send =
        @convention(c) (
            Int32, UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<UnsafePointer<UInt8>?>, UnsafePointer<Int>,
            Int
        ) -> Void

    let sendFunction: Send

    static let ofThisProcess = HostTransport.symbol(named: "swiftlet_comm_send").map {
        HostCommTransport(sendFunction: unsafeBitCast($0, to: Send.self))
    }

    func send(_ packet: CommPacket) {
        let message = packet.message
        let parts = [Array(message.data.description.utf8), Array(message.metadata.description.utf8)] + message.buffers
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: parts.reduce(0) { $0 + $1.count })
        defer { bytes.deallocate() }
        var pointers: [UnsafePointer<UInt8>?] = []
        var end = bytes
        for part in parts {
            end.update(from: part, count: part.count)
            pointers.append(end)
            end += part.count
        }
        sendFunction(packet.kind.rawValue, packet.id, packet.target, pointers, parts.map(\.count), parts.count)
    }
}

/// What the session process calls with what comes from the front end.
///
/// - Returns: The error that left a handler, as a pointer to an `any Error` that the caller takes over.
@_cdecl("swiftlet_comm_receive")
package func receiveComm(
    kind: Int32, id: UnsafePointer<CChar>, target: UnsafePointer<CChar>,
    parts: UnsafePointer<UnsafePointer<UInt8>?>, lengths: UnsafePointer<Int>, count: Int
) -> UnsafeMutableRawPointer? {
    guard let kind = CommPacket.Kind(rawValue: kind), count >= 2 else { return nil }
    let bytes = (0..<count).map { Array(UnsafeBufferPointer(start: parts[$0], count: lengths[$0])) }
    do {
        let message = CommMessage(
            data: try JSONValue(parsing: bytes[0][...]), metadata: try JSONValue(parsing: bytes[1][...]),
            buffers: Array(bytes[2...]))
        try CommLink.receive(
            CommPacket(kind: kind, id: String(cString: id), target: String(cString: target), message: message))
        return nil
    } catch {
        let place = UnsafeMutablePointer<any Error>.allocate(capacity: 1)
        place.initialize(to: error)
        return UnsafeMutableRawPointer(place)
    }
}

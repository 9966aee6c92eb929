/// What is said about a comm between the session and the front end.
package struct CommContent: Equatable, Sendable {
    /// The raw values are those that `NotebookDisplay` counts by.
    package enum Kind: UInt8, Sendable {
        case open, message, close
        /// The front end may open comms to the target, or may no more.
        case register, unregister
    }

    package var kind: Kind
    /// Of the comm.
    package var id: String
    package var target: String
    /// JSON.
    package var data: [UInt8]
    /// JSON.
    package var metadata: [UInt8]
    package var buffers: [[UInt8]]

    package init(
        _ kind: Kind, id: String, target: String = "", data: [UInt8] = Array("{}".utf8),
        metadata: [UInt8] = Array("{}".utf8), buffers: [[UInt8]] = []
    ) {
        self.kind = kind
        self.id = id
        self.target = target
        self.data = data
        self.metadata = metadata
        self.buffers = buffers
    }
}

extension CommContent {
    func write(to writer: inout ByteWriter) {
        writer.write(kind.rawValue)
        writer.write(id)
        writer.write(target)
        writer.write(data)
        writer.write(metadata)
        writer.write(buffers) { $0.write($1) }
    }

    init(from reader: inout ByteReader) throws(LinkError) {
        let raw = try reader.read(UInt8.self)
        guard let kind = Kind(rawValue: raw) else { throw .malformed("a comm's message of unknown kind \(raw)") }
        self.init(
            kind, id: try reader.readString(), target: try reader.readString(), data: try reader.readBytes(),
            metadata: try reader.readBytes(),
            buffers: try reader.readArray { (reader) throws(LinkError) in try reader.readBytes() })
    }
}

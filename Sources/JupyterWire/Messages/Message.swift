import Foundation

/// A message of the Jupyter protocol.
///
/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#general-message-format>
public struct Message: Sendable {
    /// Whom a router socket has it from, or sends it to; the topic of what is published.
    public var identities: [Data]
    public var header: Header
    /// The header of the request that this message answers, as its sender wrote it; `{}` if there is none.
    public var parentHeader: Data
    public var metadata: JSONValue
    /// JSON. Outputs pass through the kernel as they come from the session, so this is not taken apart here.
    public var content: Data
    public var buffers: [Data]

    public struct Header: Codable, Equatable, Sendable {
        public var id: String
        public var session: String
        public var username: String
        public var date: String
        public var type: String
        public var version: String
        public var subshellID: String?

        enum CodingKeys: String, CodingKey {
            case id = "msg_id"
            case session, username, date
            case type = "msg_type"
            case version
            case subshellID = "subshell_id"
        }
    }

    /// The header as its sender wrote it.
    public let rawHeader: Data

    public init(
        identities: [Data] = [], header: Header, parentHeader: Data = Data("{}".utf8), metadata: JSONValue = [:],
        content: Data, buffers: [Data] = [],
        rawHeader: Data? = nil
    ) {
        self.identities = identities
        self.header = header
        self.parentHeader = parentHeader
        self.metadata = metadata
        self.content = content
        self.buffers = buffers
        self.rawHeader = rawHeader ?? (try? JSONEncoder().encode(header)) ?? Data()
    }

    public var type: String { header.type }

    /// The content taken apart; an empty object if it is none.
    public func contentValue() -> JSONValue {
        (try? JSONValue(parsing: content)) ?? [:]
    }
}

extension Message.Header {
    /// The version of the protocol that Swiftlet speaks.
    public static let protocolVersion = "5.5"

    public init(type: String, session: String, username: String = "kernel") {
        self.init(
            id: UUID().uuidString.lowercased(), session: session, username: username,
            date: Date.now.formatted(.iso8601.time(includingFractionalSeconds: true)), type: type,
            version: Self.protocolVersion)
    }
}

import Foundation

/// Why frames are no message that a kernel may act on.
public enum WireError: Error, Equatable, CustomStringConvertible {
    case noDelimiter
    case missingFrames(count: Int)
    case wrongSignature
    /// A message that was received before.
    case repeatedSignature
    case tooLarge(frame: String, bytes: Int)
    case malformedJSON(frame: String)

    public var description: String {
        switch self {
        case .noDelimiter: "no <IDS|MSG> delimiter"
        case .missingFrames(let count): "\(count) frames after the delimiter, where at least 5 belong"
        case .wrongSignature: "a signature that does not fit the key"
        case .repeatedSignature: "a signature that an earlier message had"
        case .tooLarge(let frame, let bytes):
            "\(bytes / 1_000_000) MB in the \(frame) frame, where at most \(Message.largestFrame / 1_000_000) MB are taken"
        case .malformedJSON(let frame): "no valid JSON in the \(frame) frame"
        }
    }
}

extension Message {
    static let delimiter = Data("<IDS|MSG>".utf8)
    /// No cell is longer; to take a larger text apart would keep the kernel from its other clients. Buffers may be.
    static let largestFrame = 32_000_000

    /// Takes the frames of a received message apart, once their signature is found to be right.
    public init(frames: [Data], signer: Signer) throws(WireError) {
        guard let delimiter = frames.firstIndex(of: Message.delimiter) else { throw .noDelimiter }
        let rest = Array(frames[(delimiter + 1)...])
        guard rest.count >= 5 else { throw .missingFrames(count: rest.count) }
        let parts = Array(rest[1...4])
        for (name, part) in zip(["header", "parent header", "metadata", "content"], parts)
        where part.count > Message.largestFrame {
            throw .tooLarge(frame: name, bytes: part.count)
        }
        guard signer.accepts(rest[0], of: parts) else { throw .wrongSignature }
        guard signer.admits(rest[0]) else { throw .repeatedSignature }

        guard let header = try? JSONDecoder().decode(Header.self, from: parts[0]) else {
            throw .malformedJSON(frame: "header")
        }
        guard let metadata = try? JSONValue(parsing: parts[2]), case .object = metadata else {
            throw .malformedJSON(frame: "metadata")
        }
        guard let content = try? JSONValue(parsing: parts[3]), case .object = content else {
            throw .malformedJSON(frame: "content")
        }
        self.init(
            identities: Array(frames[..<delimiter]), header: header, parentHeader: parts[1], metadata: metadata,
            content: parts[3], buffers: Array(rest[5...]), rawHeader: parts[0])
    }

    /// The message as it goes over the wire.
    public func frames(signer: Signer) -> [Data] {
        let parts = [rawHeader, parentHeader, metadata.encoded(), content]
        return identities + [Message.delimiter, signer.signature(of: parts)] + parts + buffers
    }
}

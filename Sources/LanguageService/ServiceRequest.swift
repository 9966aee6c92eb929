import SessionLink

/// A request of the toolchain's service, in its YAML.
package struct ServiceRequest: Sendable, Equatable {
    package enum Value: Sendable {
        case integer(Int)
        case text(String)
        /// One of the service's own names, as in `source.request.cursorinfo`.
        case name(String)
        case list([String])
        case options([(String, Value)])
    }

    package private(set) var yaml: String

    package init(_ name: String, _ members: [(String, Value)]) {
        yaml = ServiceRequest.yaml(of: .options([("key.request", .name(name))] + members))
    }

    private static func yaml(of value: Value) -> String {
        switch value {
        case .integer(let number): "\(number)"
        case .text(let text): quoted(text)
        case .name(let name): name
        case .list(let texts): "[" + texts.map(quoted).joined(separator: ", ") + "]"
        case .options(let members):
            "{" + members.map { "\($0.0): \(yaml(of: $0.1))" }.joined(separator: ", ") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(text.utf8.count + text.utf8.count / 16 + 2)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes += #"\""#.utf8
            case "\\": bytes += #"\\"#.utf8
            case "\n": bytes += #"\n"#.utf8
            case " "..."~": bytes.append(UInt8(scalar.value))
            // The service takes texts for C strings.
            case "\0": bytes.append(UInt8(ascii: " "))
            case ..<" ", "\u{7f}"..."\u{9f}", "\u{feff}", "\u{fffe}", "\u{ffff}":
                let digits = String(scalar.value, radix: 16)
                bytes += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
            default: bytes += UTF8.encode(scalar)!
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ServiceRequest: LinkMessage {
    package func encoded() -> [UInt8] { Array(yaml.utf8) }
    package init(decoding bytes: [UInt8]) { yaml = String(decoding: bytes, as: UTF8.self) }
}

/// What the service answers.
package enum ServiceReply: Sendable, Equatable {
    case json([UInt8])
    case refused(String)
}

extension ServiceReply: LinkMessage {
    package func encoded() -> [UInt8] {
        switch self {
        case .json(let bytes): [0] + bytes
        case .refused(let reason): [1] + Array(reason.utf8)
        }
    }

    package init(decoding bytes: [UInt8]) throws(LinkError) {
        guard let first = bytes.first else { throw .malformed("an empty answer") }
        self =
            first == 0 ? .json(Array(bytes.dropFirst())) : .refused(String(decoding: bytes.dropFirst(), as: UTF8.self))
    }
}

extension JSONValue {
    /// Reads one JSON value.
    ///
    /// - Throws: ``JSONError`` where the text is anything else, or nested more than 512 deep.
    public init(parsing text: String) throws {
        try self.init(parsing: Array(text.utf8)[...])
    }

    package init(parsing bytes: ArraySlice<UInt8>) throws(JSONError) {
        var reader = JSONReader(bytes)
        self = try reader.onlyValue()
    }
}

/// What is wrong with a JSON text.
public struct JSONError: Error, Hashable, CustomStringConvertible {
    /// The byte of the text at which that shows.
    public let position: Int
    public let problem: String
    public var description: String { "No JSON: \(problem) at byte \(position)." }
}

private struct JSONReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var depth = 0
    /// Deeper nesting is refused, so that no input can exhaust the stack.
    private static let deepest = 512

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func onlyValue() throws(JSONError) -> JSONValue {
        let value = try value()
        skipSpace()
        if next != nil { throw error("something follows the value") }
        return value
    }

    private func error(_ problem: String) -> JSONError {
        JSONError(position: position - bytes.startIndex, problem: problem)
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
        if !take(character) { throw error("\"\(character)\" is missing") }
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        depth += 1
        defer { depth -= 1 }
        if depth > JSONReader.deepest { throw error("values nested more than \(JSONReader.deepest) deep") }
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        try expect("{")
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            let name = try string()
            try expect(":")
            members[name] = try value()
        } while take(",")
        try expect("}")
        return .object(members)
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        try expect("[")
        if take("]") { return .array(elements) }
        repeat { elements.append(try value()) } while take(",")
        try expect("]")
        return .array(elements)
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard text.withUTF8Buffer({ bytes[position...].starts(with: $0) }) else { throw error("a value is missing") }
        position += text.utf8CodeUnitCount
        return value
    }

    private mutating func digits() -> Int {
        let first = position
        while let byte = next, byte >= 0x30 && byte <= 0x39 { position += 1 }
        return position - first
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        let isZero = next == UInt8(ascii: "0")
        let whole = digits()
        if whole == 0 { throw error("a value is missing") }
        if whole > 1 && isZero { throw error("a number begins with 0") }
        if next == UInt8(ascii: ".") {
            position += 1
            if digits() == 0 { throw error("a digit is missing") }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            if digits() == 0 { throw error("a digit is missing") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let integer = Int(text) { return .integer(integer) }
        return .number(Double(text) ?? .nan)
    }

    private mutating func string() throws(JSONError) -> String {
        guard next == UInt8(ascii: "\"") else { throw error("a string is missing") }
        position += 1
        var utf8: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: utf8, as: UTF8.self)
            case UInt8(ascii: "\\"): utf8 += String(try escaped()).utf8
            case 0..<0x20: throw error("a control character in a string")
            default: utf8.append(byte)
            }
        }
        throw error("a string without an end")
    }

    private mutating func escaped() throws(JSONError) -> Character {
        guard let byte = next else { throw error("a string without an end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return Character(try escapedScalar())
        default: throw error("an unknown escape in a string")
        }
    }

    /// Half of a surrogate pair, which JavaScript's strings can hold and Swift's cannot, becomes U+FFFD.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let code = try hexadecimal()
        if let scalar = Unicode.Scalar(code) { return scalar }
        guard code < 0xDC00, bytes[position...].starts(with: "\\u".utf8) else { return "\u{FFFD}" }
        let before = position
        position += 2
        let low = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(low) else {
            position = before
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits are missing")
            }
            position += 1
            code = code << 4 | UInt32(digit)
        }
        return code
    }
}

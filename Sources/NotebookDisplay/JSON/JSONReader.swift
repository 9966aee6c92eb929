/// Deeper nesting is refused, so that no input can exhaust the stack.
private let deepestJSON = 512

/// What a JSON text is made of, with what was made of its parts.
package enum JSONPart<Value> {
    case null
    case bool(Bool)
    /// As it is written.
    case number(String)
    case string(String)
    case array([Value])
    case object([(name: String, value: Value)])
}

/// A reader of JSON (RFC 8259): no comments, no trailing commas, nothing after the value.
package struct JSONReader<Value> {
    private let bytes: ArraySlice<UInt8>
    private let isStrict: Bool
    private let make: (JSONPart<Value>) -> Value
    private var position: Int
    private var depth = 0

    /// Reads one value from the innermost parts outwards.
    ///
    /// - Parameters:
    ///   - bytes: Valid UTF-8.
    ///   - isStrict: Whether names that come twice in an object and halves of surrogate pairs are errors. Otherwise both
    ///     members count as read, and a half becomes U+FFFD.
    ///   - make: Makes a value of its parts.
    package static func read(
        _ bytes: ArraySlice<UInt8>, isStrict: Bool = false, make: @escaping (JSONPart<Value>) -> Value
    ) throws(JSONError) -> Value {
        var reader = JSONReader(bytes: bytes, isStrict: isStrict, make: make, position: bytes.startIndex)
        let value = try reader.value()
        reader.skipSpace()
        if reader.next != nil { throw reader.error("text after the value") }
        return value
    }

    private init(bytes: ArraySlice<UInt8>, isStrict: Bool, make: @escaping (JSONPart<Value>) -> Value, position: Int) {
        self.bytes = bytes
        self.isStrict = isStrict
        self.make = make
        self.position = position
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

    private mutating func value() throws(JSONError) -> Value {
        skipSpace()
        depth += 1
        defer { depth -= 1 }
        if depth > deepestJSON { throw error("values nested more than \(deepestJSON) deep") }
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return make(.string(try string()))
        case UInt8(ascii: "t"): return try word("true", make(.bool(true)))
        case UInt8(ascii: "f"): return try word("false", make(.bool(false)))
        case UInt8(ascii: "n"): return try word("null", make(.null))
        default: return try number()
        }
    }

    private mutating func object() throws(JSONError) -> Value {
        var members: [(name: String, value: Value)] = []
        var names: Set<[UInt8]> = []
        try expect("{")
        if take("}") { return make(.object(members)) }
        repeat {
            skipSpace()
            let name = try string()
            // Compared byte by byte: names that look alike but are written differently are different names.
            if isStrict && !names.insert(Array(name.utf8)).inserted { throw error("the name \"\(name)\" comes twice") }
            try expect(":")
            members.append((name, try value()))
        } while take(",")
        try expect("}")
        return make(.object(members))
    }

    private mutating func array() throws(JSONError) -> Value {
        var elements: [Value] = []
        try expect("[")
        if take("]") { return make(.array(elements)) }
        repeat { elements.append(try value()) } while take(",")
        try expect("]")
        return make(.array(elements))
    }

    private mutating func word(_ text: StaticString, _ value: Value) throws(JSONError) -> Value {
        guard text.withUTF8Buffer({ bytes[position...].starts(with: $0) }) else { throw error("a value is missing") }
        position += text.utf8CodeUnitCount
        return value
    }

    private mutating func digits() -> Int {
        let first = position
        while let byte = next, byte >= 0x30 && byte <= 0x39 { position += 1 }
        return position - first
    }

    private mutating func number() throws(JSONError) -> Value {
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
        return make(.number(String(decoding: bytes[start..<position], as: UTF8.self)))
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

    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let code = try hexadecimal()
        if let scalar = Unicode.Scalar(code) { return scalar }
        if let scalar = try pairedScalar(code) { return scalar }
        // JavaScript's strings can hold half of a surrogate pair, and Swift's cannot.
        if isStrict { throw error("half a surrogate pair") }
        return "\u{FFFD}"
    }

    private mutating func pairedScalar(_ high: UInt32) throws(JSONError) -> Unicode.Scalar? {
        guard high < 0xDC00, bytes[position...].starts(with: "\\u".utf8) else { return nil }
        let before = position
        position += 2
        let low = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(low) else {
            position = before
            return nil
        }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
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

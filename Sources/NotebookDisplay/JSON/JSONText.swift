/// Appends `string` as a JSON string literal (RFC 8259, section 7): quotes, backslashes and control characters escaped,
/// everything else as UTF-8. U+2028 and U+2029 are escaped too, since older JavaScript ends a line there.
package func appendJSONString(_ string: String, to text: inout String) {
    text.reserveCapacity(text.utf8.count + string.utf8.count + 2)
    text += "\""
    for scalar in string.unicodeScalars {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\u{0}"..<" ", "\u{7F}", "\u{2028}", "\u{2029}":
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
    }
    text += "\""
}

/// The JSON number nearest to `value`; `null` for what JSON cannot say (NaN and infinities).
package func jsonNumber(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if let integer = Int64(exactly: value) { return String(integer) }
    return String(value)
}

/// Whether `text` is one JSON value (RFC 8259) and nothing else.
package func isValidJSON(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
        var checker = JSONChecker(bytes: bytes)
        return checker.isOneValue()
    }
}

private struct JSONChecker {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    /// Deeper nesting is refused, so that no input can exhaust the stack.
    static let deepest = 512

    mutating func isOneValue() -> Bool {
        guard value(depth: 0) else { return false }
        skipSpace()
        return position == bytes.count
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func skip(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[position + offset] != literal.utf8Start[offset] { return false }
        position += count
        return true
    }

    private mutating func value(depth: Int) -> Bool {
        guard depth < Self.deepest else { return false }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"):
            return items(until: "}", depth: depth) { checker in
                checker.skipSpace()
                guard checker.string() else { return false }
                checker.skipSpace()
                return checker.skip(":") && checker.value(depth: depth + 1)
            }
        case UInt8(ascii: "["):
            return items(until: "]", depth: depth) { checker in checker.value(depth: depth + 1) }
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"): return skip("true")
        case UInt8(ascii: "f"): return skip("false")
        case UInt8(ascii: "n"): return skip("null")
        default: return number()
        }
    }

    private mutating func items(until end: StaticString, depth: Int, _ item: (inout JSONChecker) -> Bool) -> Bool {
        position += 1
        skipSpace()
        if skip(end) { return true }
        while true {
            guard item(&self) else { return false }
            skipSpace()
            if skip(end) { return true }
            guard skip(",") else { return false }
        }
    }

    private mutating func string() -> Bool {
        guard skip("\"") else { return false }
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"):
                guard let escaped = next else { return false }
                position += 1
                if escaped == UInt8(ascii: "u") {
                    guard position + 4 <= bytes.count, bytes[position..<position + 4].allSatisfy(isHexDigit) else {
                        return false
                    }
                    position += 4
                } else if !"\"\\/bfnrt".utf8.contains(escaped) {
                    return false
                }
            case ..<0x20: return false
            default: break
            }
        }
        return false
    }

    private mutating func digits() -> Bool {
        let start = position
        while let byte = next, isDigit(byte) { position += 1 }
        return position > start
    }

    private mutating func number() -> Bool {
        _ = skip("-")
        if !skip("0") { guard digits() else { return false } }
        if skip(".") { guard digits() else { return false } }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            return digits()
        }
        return true
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "f")
    }
}

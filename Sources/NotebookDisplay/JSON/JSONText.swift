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
package func isValidJSON(_ text: String) -> Bool { (try? JSONValue(parsing: text)) != nil }

import NotebookDisplay

/// A JSON value as a safetensors header holds it.
enum HeaderValue {
    case object([(name: String, value: HeaderValue)])
    case array([HeaderValue])
    case string(String)
    case integer(Int)
    /// A number with a fraction or an exponent, or one too large for an `Int`: no field of the header may hold one.
    case otherNumber(String)
    case boolean(Bool)
    case null

    init(parsing bytes: ArraySlice<UInt8>) throws(JSONError) {
        self = try JSONReader.read(bytes, isStrict: true) { part in
            switch part {
            case .null: .null
            case .bool(let value): .boolean(value)
            case .number(let text): Int(text).map { .integer($0) } ?? .otherNumber(text)
            case .string(let text): .string(text)
            case .array(let elements): .array(elements)
            case .object(let members): .object(members)
            }
        }
    }
}

extension JSONValue {
    /// What `value` holds, found by reflection, so that its type need not be `Encodable`.
    ///
    /// Structs, classes and labelled tuples become objects of their stored properties, collections arrays, dictionaries
    /// objects, optionals their value or `null`, enums their raw value or the name of the case, and types that hide
    /// what they store (such as `Date` and `URL`) their description.
    public init(reflecting value: Any) {
        self.init(reflecting: value, depth: 0)
    }

    /// Objects that refer to each other would never end.
    private static let deepest = 64

    private init(reflecting value: Any, depth: Int) {
        guard depth < Self.deepest else {
            self = .string("…")
            return
        }
        func nested(_ value: Any) -> JSONValue { JSONValue(reflecting: value, depth: depth + 1) }
        guard let value = flattened(value) else {
            self = .null
            return
        }
        switch value {
        case let value as JSONValue: self = value
        case let value as Bool: self = .bool(value)
        case let value as any BinaryInteger: self = Int(exactly: value).map(JSONValue.integer) ?? .number(Double(value))
        case let value as any BinaryFloatingPoint: self = .number(Double(value))
        case let value as any StringProtocol: self = .string(String(value))
        case let value as Character: self = .string(String(value))
        case let value as any RawRepresentable: self = nested(value.rawValue)
        default: self.init(structureOf: value, nested: nested)
        }
    }

    private init(structureOf value: Any, nested: (Any) -> JSONValue) {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .collection, .set: self = .array(mirror.children.map { nested($0.value) })
        case .dictionary:
            let members = mirror.children.map { entry in
                let pair = Mirror(reflecting: entry.value).children.map(\.value)
                return (keyText(pair[0]), nested(pair[1]))
            }
            self = .object(Dictionary(members) { $1 })
        case .enum where !(value is any CustomReflectable):
            if let payload = mirror.children.first {
                self = .object([payload.label ?? "\(value)": nested(payload.value)])
            } else {
                self = .string("\(value)")
            }
        case .tuple where mirror.children.allSatisfy { $0.label?.hasPrefix(".") != false }:
            self = .array(mirror.children.map { nested($0.value) })
        case .struct, .class, .tuple:
            let fields = fields(of: value)
            self =
                isHiding(value, fields: fields)
                ? .string("\(value)") : .object(Dictionary(fields.map { ($0.label, nested($0.value)) }) { $1 })
        default: self = .string("\(value)")
        }
    }
}

private func isHiding(_ value: Any, fields: [(label: String, value: Any)]) -> Bool {
    value is any CustomReflectable || fields.isEmpty
        || value is any CustomStringConvertible && fields.allSatisfy { $0.label.hasPrefix("_") }
}

private func keyText(_ key: Any) -> String {
    if let key = key as? any RawRepresentable { return "\(key.rawValue)" }
    return "\(key)"
}

extension JSONValue {
    /// Reads one JSON value.
    ///
    /// - Throws: ``JSONError`` where the text is anything else, or nested more than 512 deep.
    public init(parsing text: String) throws {
        try self.init(parsing: Array(text.utf8)[...])
    }

    package init(parsing bytes: ArraySlice<UInt8>) throws(JSONError) {
        self = try JSONReader.read(bytes) { part in
            switch part {
            case .null: .null
            case .bool(let value): .bool(value)
            case .number(let text): Int(text).map { .integer($0) } ?? .number(Double(text) ?? .nan)
            case .string(let text): .string(text)
            case .array(let elements): .array(elements)
            case .object(let members):
                .object(Dictionary(members.map { ($0.name, $0.value) }) { _, later in later })
            }
        }
    }
}

/// What is wrong with a JSON text.
public struct JSONError: Error, Hashable, CustomStringConvertible {
    /// The byte of the text at which that shows.
    public let position: Int
    public let problem: String
    public var description: String { "No JSON: \(problem) at byte \(position)." }
}

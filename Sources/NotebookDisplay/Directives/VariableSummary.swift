/// A type that tells in a few words what matters about a value: a tensor's shape, a network's size.
package protocol VariableSummarizing {
    var variableSummary: String { get }
}

/// The shape, the size or the value, whichever says most in a few words, and nothing where that would take long.
func summary<Value>(of value: Value) -> String {
    switch value {
    case let value as any VariableSummarizing: return value.variableSummary
    case let value as any OptionalValue where value.wrapped == nil: return "nil"
    case let text as any StringProtocol:
        // Counting characters takes a walk over all of them.
        let length = text.utf8.count
        return length > 1 << 20 ? "\(grouped(length)) bytes" : counted(text.count, "character")
    case let value as Bool: return "\(value)"
    case let value as any BinaryInteger: return "\(value)"
    case let value as any BinaryFloatingPoint: return "\(value)"
    case let elements as any RandomAccessCollection: return counted(elements.count, "element")
    case let elements as any Collection where value is any SetAlgebra: return counted(elements.count, "element")
    case let elements as any Collection where value is any ExpressibleByDictionaryLiteral:
        return counted(elements.count, "element")
    default: return ""
    }
}

private func counted(_ count: Int, _ unit: String) -> String {
    "\(grouped(count)) \(unit)\(count == 1 ? "" : "s")"
}

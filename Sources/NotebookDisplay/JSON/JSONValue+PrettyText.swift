extension JSONValue {
    /// The value as JSON text with one member or element a line, as people read it, the members of objects in the order of
    /// their names.
    public var prettyText: String {
        var text = ""
        append(to: &text, lineBreak: "\n")
        return text
    }

    /// - Parameter lineBreak: With the indent of the line that the value begins on.
    private func append(to text: inout String, lineBreak: String) {
        let inner = lineBreak + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                text += (index == 0 ? "[" : ",") + inner
                element.append(to: &text, lineBreak: inner)
            }
            text += lineBreak + "]"
        case .object(let members) where !members.isEmpty:
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                text += (index == 0 ? "{" : ",") + inner
                appendJSONString(member.key, to: &text)
                text += ": "
                member.value.append(to: &text, lineBreak: inner)
            }
            text += lineBreak + "}"
        default: text += description
        }
    }
}

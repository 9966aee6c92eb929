extension MIMEBundle {
    /// The bundle as Jupyter's messages carry it: `{"data": {type: value}, "metadata": {type: {key: value}}}`, keys sorted.
    ///
    /// A `.json` content that is not valid JSON is sent as a string, so that it cannot break the message around it.
    package var json: String {
        var text = "{\"data\":{"
        appendMembers(contents, to: &text) { content, text in
            switch content {
            case .text(let string): appendJSONString(string, to: &text)
            case .binary(let bytes): appendJSONString(base64Encoded(bytes), to: &text)
            case .json(let raw): isValidJSON(raw) ? text.append(raw) : appendJSONString(raw, to: &text)
            }
        }
        text += "},\"metadata\":{"
        appendMembers(metadata, to: &text) { values, text in
            text += "{"
            let named = Dictionary(uniqueKeysWithValues: values.map { (MIMEType(rawValue: $0), $1) })
            appendMembers(named, to: &text) { value, text in
                switch value {
                case .number(let number): text += jsonNumber(number)
                case .text(let string): appendJSONString(string, to: &text)
                case .bool(let flag): text += flag ? "true" : "false"
                }
            }
            text += "}"
        }
        return text + "}}"
    }
}

private func appendMembers<Value>(
    _ members: [MIMEType: Value], to text: inout String, append: (Value, inout String) -> Void
) {
    var separator = ""
    for (key, value) in members.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        text += separator
        appendJSONString(key.rawValue, to: &text)
        text += ":"
        append(value, &text)
        separator = ","
    }
}

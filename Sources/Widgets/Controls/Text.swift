import NotebookDisplay

/// A field for a line of text: `let name = Text(placeholder: "a name", description: "Model")`.
public final class Text: Control, ValueWidget, @unchecked Sendable {
    /// - Parameters:
    ///   - placeholder: What an empty field says.
    ///   - isContinuous: Whether the value changes with each key, or only when Enter is pressed or the field is left.
    public init(
        _ value: String = "", placeholder: String = "\u{200B}", description: String = "", isContinuous: Bool = true
    ) {
        super.init(
            .control("Text"), style: .text(), description: description,
            control: [
                "value": .string(value), "placeholder": .string(placeholder), "continuous_update": .bool(isContinuous),
                "description_allow_html": false,
            ])
    }

    /// What is in the field.
    public var value: String {
        get { self["value"]?.stringValue ?? "" }
        set { set("value", to: .string(newValue)) }
    }

    public func onChange(_ handler: @escaping (String) throws -> Void) {
        observe("value") { try handler($0.stringValue ?? "") }
    }

    /// Calls a closure with the text, and none that was given before, when Enter is pressed.
    public func onSubmit(_ handler: @escaping (String) throws -> Void) {
        onCustomMessage { [unowned self] content in
            if content["event"] == "submit" { try handler(value) }
        }
    }

    override func accepted(_ value: JSONValue, as name: String) -> JSONValue? {
        // `nil` in an expression with a JSON value would be JSON's null.
        if name == "value" && value.stringValue == nil { return nil }
        return value
    }

    override var text: String { "Text(\(String(reflecting: value)))" }
}

import NotebookDisplay

/// A box that is ticked or not: `let shuffles = Checkbox(true, description: "Shuffle")`.
public final class Checkbox: Control, ValueWidget, @unchecked Sendable {
    public init(_ value: Bool = false, description: String = "") {
        super.init(
            .control("Checkbox"), style: .checkbox(), description: description,
            control: ["value": .bool(value), "indent": true, "description_allow_html": false])
    }

    /// Whether it is ticked.
    public var value: Bool {
        get { self["value"]?.boolValue ?? false }
        set { set("value", to: .bool(newValue)) }
    }

    public func onChange(_ handler: @escaping (Bool) throws -> Void) {
        observe("value") { try handler($0.boolValue ?? false) }
    }

    override func accepted(_ value: JSONValue, as name: String) -> JSONValue? {
        // `nil` in an expression with a JSON value would be JSON's null.
        if name == "value" && value.boolValue == nil { return nil }
        return value
    }

    override var text: String { "Checkbox(\(value))" }
}

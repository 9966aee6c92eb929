import NotebookDisplay

/// The looks of a control that are no matter of size or place.
public final class Style: Widget, @unchecked Sendable {
    static func slider() -> Style { Style("Slider", ["description_width": "", "handle_color": .null]) }
    static func description() -> Style { Style("Description", ["description_width": ""]) }
    static func checkbox() -> Style { Style("Checkbox", ["description_width": "", "background": .null]) }
    static func text() -> Style {
        Style("Text", ["description_width": "", "background": .null, "font_size": .null, "text_color": .null])
    }
    static func button() -> Style {
        Style(
            "Button",
            [
                "button_color": .null, "font_family": .null, "font_size": .null, "font_style": .null,
                "font_variant": .null,
                "font_weight": .null, "text_color": .null, "text_decoration": .null,
            ])
    }

    private init(_ name: String, _ state: [String: JSONValue]) {
        super.init(.style(name), state)
    }

    /// How much room the description has, as in "120px", or "initial" for as much as it needs. Buttons have none.
    public var descriptionWidth: String? {
        get { self["description_width"]?.stringValue }
        set { change("description_width", to: newValue) }
    }

    /// The color of a button, or of a slider's handle, in the words of CSS; that of the theme where there is none.
    public var color: String? {
        get { (self["button_color"] ?? self["handle_color"])?.stringValue }
        set { for name in ["button_color", "handle_color"] { change(name, to: newValue) } }
    }

    /// The color of the text of a button or a text field.
    public var textColor: String? {
        get { self["text_color"]?.stringValue }
        set { change("text_color", to: newValue) }
    }

    private func change(_ name: String, to value: String?) {
        if self[name] != nil { set(name, to: value.map { .string($0) } ?? .null) }
    }
}

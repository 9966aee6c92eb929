import NotebookDisplay

/// A widget with a place on the page.
public class VisibleWidget: Widget, @unchecked Sendable {
    /// Its size and place.
    public let layout: Layout

    init(_ model: WidgetModel, visible state: [String: JSONValue]) {
        layout = Layout()
        let common: [String: JSONValue] = [
            "_dom_classes": [], "layout": layout.reference, "tabbable": .null, "tooltip": .null,
        ]
        super.init(model, common.merging(state) { $1 })
    }

    /// What is told of it when the pointer rests on it.
    public var tooltip: String? {
        get { self["tooltip"]?.stringValue }
        set { set("tooltip", to: newValue.map { .string($0) } ?? .null) }
    }

    /// Closes it with its layout.
    public override func close() {
        super.close()
        layout.close()
    }
}

/// A widget that its user changes.
public class Control: VisibleWidget, @unchecked Sendable {
    /// Its looks.
    public let style: Style

    init(_ model: WidgetModel, style: Style, description: String, control state: [String: JSONValue]) {
        self.style = style
        let common: [String: JSONValue] = [
            "description": .string(description), "disabled": false, "style": style.reference,
        ]
        super.init(model, visible: common.merging(state) { $1 })
    }

    /// The text beside it, or on a button.
    public var description: String {
        get { self["description"]?.stringValue ?? "" }
        set { set("description", to: .string(newValue)) }
    }

    /// Whether its user cannot change it.
    public var isDisabled: Bool {
        get { self["disabled"]?.boolValue ?? false }
        set { set("disabled", to: .bool(newValue)) }
    }

    public override func close() {
        super.close()
        style.close()
    }
}

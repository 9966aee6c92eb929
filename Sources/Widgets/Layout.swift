import NotebookDisplay

/// How large a widget is and where it stands, in the words and units of CSS: `slider.layout.width = "50%"`.
///
/// <https://ipywidgets.readthedocs.io/en/stable/examples/Widget%20Layout.html>
public final class Layout: Widget, @unchecked Sendable {
    private static let names = [
        "align_content", "align_items", "align_self", "border_bottom", "border_left", "border_right", "border_top",
        "bottom", "display", "flex", "flex_flow", "grid_area", "grid_auto_columns", "grid_auto_flow", "grid_auto_rows",
        "grid_column", "grid_gap", "grid_row", "grid_template_areas", "grid_template_columns", "grid_template_rows",
        "height", "justify_content", "justify_items", "left", "margin", "max_height", "max_width", "min_height",
        "min_width", "object_fit", "object_position", "order", "overflow", "padding", "right", "top", "visibility",
        "width",
    ]

    init() {
        super.init(.layout, Dictionary(uniqueKeysWithValues: Layout.names.map { ($0, .null) }))
    }

    public var width: String? {
        get { property("width") }
        set { setProperty("width", newValue) }
    }
    public var height: String? {
        get { property("height") }
        set { setProperty("height", newValue) }
    }
    public var minWidth: String? {
        get { property("min_width") }
        set { setProperty("min_width", newValue) }
    }
    public var maxWidth: String? {
        get { property("max_width") }
        set { setProperty("max_width", newValue) }
    }
    public var minHeight: String? {
        get { property("min_height") }
        set { setProperty("min_height", newValue) }
    }
    public var maxHeight: String? {
        get { property("max_height") }
        set { setProperty("max_height", newValue) }
    }
    public var margin: String? {
        get { property("margin") }
        set { setProperty("margin", newValue) }
    }
    public var padding: String? {
        get { property("padding") }
        set { setProperty("padding", newValue) }
    }
    /// The line around it, as in "1px solid gray".
    public var border: String? {
        get { property("border_top") }
        set { for side in ["top", "right", "bottom", "left"] { setProperty("border_\(side)", newValue) } }
    }
    public var overflow: String? {
        get { property("overflow") }
        set { setProperty("overflow", newValue) }
    }
    /// "none" hides it without leaving its place empty.
    public var display: String? {
        get { property("display") }
        set { setProperty("display", newValue) }
    }
    /// "hidden" hides it and leaves its place empty.
    public var visibility: String? {
        get { property("visibility") }
        set { setProperty("visibility", newValue) }
    }
    /// How much of a box's free space it takes, as in "1 1 auto".
    public var flex: String? {
        get { property("flex") }
        set { setProperty("flex", newValue) }
    }
    /// Of a box: the direction, and whether lines wrap, as in "row wrap".
    public var flexFlow: String? {
        get { property("flex_flow") }
        set { setProperty("flex_flow", newValue) }
    }
    /// Of a box: how its children share its length, as in "space-between".
    public var justifyContent: String? {
        get { property("justify_content") }
        set { setProperty("justify_content", newValue) }
    }
    /// Of a box: where its children stand across its length, as in "center".
    public var alignItems: String? {
        get { property("align_items") }
        set { setProperty("align_items", newValue) }
    }

    private func property(_ name: String) -> String? { self[name]?.stringValue }
    private func setProperty(_ name: String, _ value: String?) { set(name, to: value.map { .string($0) } ?? .null) }
}

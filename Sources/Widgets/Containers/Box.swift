import NotebookDisplay

/// Widgets in a row or in a column.
public class Box: VisibleWidget, @unchecked Sendable {
    init(_ name: String, _ children: [Widget], classes: [String]) {
        super.init(
            .control(name),
            visible: [
                "box_style": "", "children": .array(children.map(\.reference)),
                "_dom_classes": .array(classes.map { .string($0) }),
            ])
        held = children
    }

    private nonisolated(unsafe) var held: [Widget] = []

    /// What is in it, in order. Widgets that are replaced are not closed.
    public var children: [Widget] {
        get { withState { _ in held } }
        set {
            withState { _ in held = newValue }
            set("children", to: .array(newValue.map(\.reference)))
        }
    }

    override var text: String { "\(type(of: self))(\(children.map(\.text).joined(separator: ", ")))" }
}

/// Widgets in a row, from left to right.
public final class HBox: Box, @unchecked Sendable {
    public init(_ children: [Widget] = []) { super.init("HBox", children, classes: []) }
}

/// Widgets in a column, from top to bottom.
public final class VBox: Box, @unchecked Sendable {
    public init(_ children: [Widget] = []) { super.init("VBox", children, classes: []) }

    /// - Parameter classes: The names by which style sheets know it.
    init(_ children: [Widget], classes: [String]) { super.init("VBox", children, classes: classes) }
}

import NotebookDisplay

/// A button that calls a closure.
///
/// ```swift
/// Button("Train", kind: .primary) { try model.train() }
/// ```
public final class Button: Control, @unchecked Sendable {
    /// What a button is for, which its color tells.
    public enum Kind: String, Sendable {
        case plain = ""
        case primary, success, info, warning, danger
    }

    /// - Parameters:
    ///   - icon: The name of one of Font Awesome's, as in "play".
    ///   - action: What is done when it is clicked. An error that leaves it is shown as an output of the click.
    public init(
        _ description: String = "", kind: Kind = .plain, icon: String = "", action: (() throws -> Void)? = nil
    ) {
        super.init(
            .control("Button"), style: .button(), description: description,
            control: ["button_style": .string(kind.rawValue), "icon": .string(icon)])
        if let action { onClick(action) }
    }

    /// Sets what is done when it is clicked, in the place of what was done before.
    public func onClick(_ action: @escaping () throws -> Void) {
        onCustomMessage { content in
            if content["event"] == "click" { try action() }
        }
    }

    /// What it is for.
    public var kind: Kind {
        get { self["button_style"]?.stringValue.flatMap(Kind.init) ?? .plain }
        set { set("button_style", to: .string(newValue.rawValue)) }
    }

    override var text: String { "Button(\(String(reflecting: description)))" }
}

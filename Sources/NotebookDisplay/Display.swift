/// The name of a displayed value, by which it can be replaced where it stands.
public struct DisplayID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    /// A new name that no other display has.
    public init() {
        let random = [UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)]
        rawValue = random.map { String($0, radix: 16) }.joined(separator: "-")
    }
}

/// A displayed value that can be replaced where it stands.
public struct DisplayHandle: Hashable, Sendable {
    public let id: DisplayID

    /// Shows `value` in the place of what was shown before.
    public func update(_ value: Any) { updateDisplay(value, id: id) }
}

/// Shows `value` below the running cell, in the richest representation that its type has (see ``MIMERepresentable``).
///
/// Outside a notebook the plain text goes to standard output.
///
/// - Parameter id: A name for ``updateDisplay(_:id:)``, also from later cells; a new one when left out.
/// - Returns: A handle to replace the value where it stands.
@discardableResult
public func display(_ value: Any, id: DisplayID? = nil) -> DisplayHandle {
    let handle = DisplayHandle(id: id ?? DisplayID())
    Display.transport.publish(DisplayMessage(kind: .displayData, id: handle.id, bundle: mimeBundle(of: value)))
    return handle
}

/// Shows `value` in the place of everything that was displayed with this id, whichever cell did so.
public func updateDisplay(_ value: Any, id: DisplayID) {
    Display.transport.publish(DisplayMessage(kind: .updateDisplayData, id: id, bundle: mimeBundle(of: value)))
}

/// Removes what the running cell has shown so far.
///
/// - Parameter wait: Whether the old output stays until there is new output, which spares an animation its flicker.
public func clearOutput(wait: Bool = false) {
    Display.transport.publish(DisplayMessage(kind: .clearOutput, wait: wait))
}

/// Shows the value of a cell's last expression. The kernel writes the call.
///
/// Nothing is shown for `Void` (also optional, as of `handler?()`), nor for the handle that ``display(_:id:)`` returns.
public func _showResult<Value>(_ value: Value) {
    if Value.self == Void.self || Value.self == Void?.self || value is DisplayHandle { return }
    Display.transport.publish(DisplayMessage(kind: .executeResult, bundle: mimeBundle(of: value)))
}

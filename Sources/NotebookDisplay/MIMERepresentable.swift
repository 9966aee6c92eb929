/// A type that chooses how a notebook shows its values.
///
/// The value of a cell's last expression and everything given to ``display(_:id:)`` is shown as this bundle says:
///
/// ```swift
/// extension Chord: MIMERepresentable {
///     var mimeBundle: MIMEBundle {
///         var bundle = MIMEBundle(plainText: "\(root) \(quality)")
///         bundle[.svg] = .text(staff.svg)
///         return bundle
///     }
/// }
/// ```
public protocol MIMERepresentable {
    /// The value in every representation it has. Plain text is added where it is missing.
    var mimeBundle: MIMEBundle { get }
}

extension MIMEBundle: MIMERepresentable {
    public var mimeBundle: MIMEBundle { self }
}

/// How a notebook shows `value`: its own bundle where its type is ``MIMERepresentable`` (also inside an optional), a
/// ``DataTable`` for an array of plain structs or of tuples with labels, else its plain text as a REPL prints it.
public func mimeBundle(of value: Any) -> MIMEBundle {
    guard let representable = value as? any MIMERepresentable else {
        return automaticTable(of: value) ?? MIMEBundle(plainText: plainText(of: value))
    }
    var bundle = representable.mimeBundle
    if bundle[.plainText] == nil { bundle[.plainText] = .text(typeName(of: type(of: representable))) }
    return bundle
}

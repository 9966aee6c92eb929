/// The table that an array of records is shown as without being asked: in front ends with HTML always, in consoles
/// where the elements do not fit on a line.
///
/// Nothing is lost by it where the other choice is the dump of each element's fields, which repeats their names for
/// each of them and cannot be read across. So it is for structs of at least two fields that say nothing of themselves,
/// and for tuples with labels. An element that describes itself (`CustomStringConvertible`), hides its fields or has a
/// picture is shown as it wants to be, and a class is more than its fields.
func automaticTable(of value: Any) -> MIMEBundle? {
    guard value is any ExpressibleByArrayLiteral, !(value is any SetAlgebra),
        let elements = value as? any RandomAccessCollection
    else { return nil }
    return table(of: elements)
}

private func table<Elements: RandomAccessCollection>(of elements: Elements) -> MIMEBundle? {
    guard let first = elements.first, type(of: first as Any) == Elements.Element.self, isRecord(first) else {
        return nil
    }
    var bundle = DataTable(elements).mimeBundle
    let text = plainText(of: elements)
    if text.utf8.count <= 100 { bundle[.plainText] = .text(text) }
    return bundle
}

private func isRecord(_ value: Any) -> Bool {
    if value is any CustomStringConvertible || value is any CustomDebugStringConvertible
        || value is any CustomReflectable || value is any MIMERepresentable
    {
        return false
    }
    let mirror = Mirror(reflecting: value)
    guard mirror.children.count >= 2 else { return false }
    switch mirror.displayStyle {
    case .struct: return true
    case .tuple: return mirror.children.allSatisfy { $0.label?.hasPrefix(".") == false }
    default: return false
    }
}

/// A type that tells what matters about a value to somebody who looks at a variable: a tensor's shape and gradient, a
/// network's layers.
package protocol VariableInspectable {
    /// What there is to tell, in order. A text of several lines is shown below its name.
    var inspection: [(name: String, text: String)] { get }
}

/// Tells the kernel about a variable's value, without calling anything that the notebook's author wrote. The kernel
/// writes the call.
public func _inspectVariable<Value>(_ value: Value) {
    publishInspection([("Type", typeName(of: Value.self))] + inspection(of: value))
}

/// A value that cannot be copied.
public func _inspectVariable<Value: ~Copyable>(_ value: borrowing Value) {
    // The standard library names copyable types only; metatypes of both kinds are one pointer to the same data.
    let type = unsafeBitCast(Value.self as any ~Copyable.Type, to: Any.Type.self)
    publishInspection([("Type", typeName(of: type))])
}

private func publishInspection(_ facts: [(name: String, text: String)]) {
    var json = "["
    for (index, fact) in facts.enumerated() {
        json += index == 0 ? "[" : ",["
        appendJSONString(fact.name, to: &json)
        json += ","
        appendJSONString(fact.text, to: &json)
        json += "]"
    }
    Display.transport.publish(DisplayMessage(kind: .inspection, inspection: json + "]"))
}

package func inspection(of value: Any) -> [(name: String, text: String)] {
    if let value = value as? any VariableInspectable { return value.inspection }
    var facts = [("Value", shortText(of: value))]
    switch value {
    case let text as String where text.utf8.count > longestText:
        facts.append(("Length", "\(grouped(text.utf8.count)) bytes"))
    case let collection as any StandardCollection:
        facts.append(("Count", "\(grouped(collection.elementCount))"))
    default: break
    }
    return facts
}

private let longestText = 200
private let mostElements = 10
private let deepest = 3

/// A value in a line or less. Types of the notebook are shown by what they store, not by descriptions of their own.
private func shortText(of value: Any, depth: Int = 0) -> String {
    switch value {
    case let value as any VariableInspectable:
        let facts = value.inspection.filter { !$0.text.contains("\n") }.prefix(2).map { "\($0.name): \($0.text)" }
        return "\(typeName(of: type(of: value)))(\(facts.joined(separator: ", ").lowercased()))"
    case let text as String: return String(reflecting: cut(text))
    case let text as Substring: return String(reflecting: cut(String(text)))
    case let value as Character: return String(reflecting: value)
    case let value as any StandardScalar: return "\(value)"
    case let type as Any.Type: return typeName(of: type)
    case let collection as any StandardCollection:
        guard depth < deepest else { return collection.brackets.joined(separator: "…") }
        let (parts, count) = (collection.firstElements(mostElements), collection.elementCount)
        let texts = parts.map { element in
            [element.key.map { shortText(of: $0, depth: depth + 1) }, shortText(of: element.value, depth: depth + 1)]
                .compactMap { $0 }.joined(separator: ": ")
        }
        let rest = count > parts.count ? ["… \(grouped(count - parts.count)) more"] : []
        return collection.brackets[0] + (texts + rest).joined(separator: ", ") + collection.brackets[1]
    case let value as any OptionalValue:
        return value.wrapped.map { shortText(of: $0, depth: depth) } ?? "nil"
    default: return structureText(of: value, depth: depth)
    }
}

private func cut(_ text: String) -> String {
    guard let end = text.index(text.startIndex, offsetBy: longestText, limitedBy: text.endIndex), end < text.endIndex
    else { return text }
    return text[..<end] + "…"
}

private func structureText(of value: Any, depth: Int) -> String {
    let name = typeName(of: type(of: value))
    // A mirror of one's own may run anything.
    guard depth < deepest, !(value is any CustomReflectable) else { return name }
    let mirror = Mirror(reflecting: value)
    let fields = mirror.children.prefix(mostElements).map { child in
        [child.label.flatMap { $0.hasPrefix(".") ? nil : $0 }, shortText(of: child.value, depth: depth + 1)]
            .compactMap { $0 }.joined(separator: ": ")
    }
    switch mirror.displayStyle {
    case .tuple: return "(\(fields.joined(separator: ", ")))"
    case .enum:
        guard let child = mirror.children.first else { return "\(name).\(caseName(of: value))" }
        let text = shortText(of: child.value, depth: depth + 1)
        return "\(name).\(child.label ?? "")" + (text.hasPrefix("(") ? text : "(\(text))")
    case .struct, .class: return "\(name)(\(fields.joined(separator: ", ")))"
    default: return name
    }
}

/// The name of a case without values, which the runtime knows.
@_silgen_name("swift_EnumCaseName")
private func enumCaseName<Value>(_ value: Value) -> UnsafePointer<CChar>?

private func caseName(of value: Any) -> String {
    func name<Value>(_ value: Value) -> String { enumCaseName(value).map { String(cString: $0) } ?? "" }
    return _openExistential(value, do: name)
}

/// Numbers and the like, whose text is no more than what they are.
private protocol StandardScalar {}
extension Bool: StandardScalar {}
extension Int: StandardScalar {}
extension Int8: StandardScalar {}
extension Int16: StandardScalar {}
extension Int32: StandardScalar {}
extension Int64: StandardScalar {}
extension UInt: StandardScalar {}
extension UInt8: StandardScalar {}
extension UInt16: StandardScalar {}
extension UInt32: StandardScalar {}
extension UInt64: StandardScalar {}
extension Float: StandardScalar {}
extension Double: StandardScalar {}

private protocol StandardCollection {
    var elementCount: Int { get }
    var brackets: [String] { get }
    func firstElements(_ count: Int) -> [(key: Any?, value: Any)]
}

extension StandardCollection where Self: Collection {
    fileprivate var elementCount: Int { count }
    fileprivate var brackets: [String] { ["[", "]"] }
    fileprivate func firstElements(_ count: Int) -> [(key: Any?, value: Any)] { prefix(count).map { (nil, $0) } }
}

extension Array: StandardCollection {}
extension ArraySlice: StandardCollection {}

extension Set: StandardCollection {
    fileprivate var brackets: [String] { ["{", "}"] }
}

extension Dictionary: StandardCollection {
    fileprivate func firstElements(_ count: Int) -> [(key: Any?, value: Any)] {
        prefix(count).map { ($0.key, $0.value) }
    }
}

/// `value` as a REPL prints it.
///
/// Strings are quoted and escaped; collections, structs, enums and optionals are shown with their elements; classes by
/// their description, or by their type's name where they have none; functions by their type. A collection of more than a thousand elements shows its
/// first and last ones, and text of more than 20,000 characters its beginning, each with a note of the whole's size.
package func plainText(of value: Any) -> String {
    if let summary = summaryOfLongCollection(value) { return summary }
    let text = String(reflecting: value)
    return text == "(Function)" ? typeName(of: type(of: value)) : truncated(text)
}

/// The name of a type as a user writes it, without the modules of its parts.
package func typeName(of type: Any.Type) -> String {
    (type as? any SugaredType.Type)?.sugaredName ?? String(describing: type)
}

/// A type that users write with brackets or a question mark instead of its name.
private protocol SugaredType {
    static var sugaredName: String { get }
}

extension Array: SugaredType {
    fileprivate static var sugaredName: String { "[\(typeName(of: Element.self))]" }
}

extension Dictionary: SugaredType {
    fileprivate static var sugaredName: String { "[\(typeName(of: Key.self)): \(typeName(of: Value.self))]" }
}

extension Optional: SugaredType {
    fileprivate static var sugaredName: String {
        let name = typeName(of: Wrapped.self)
        return name.contains(" ") ? "(\(name))?" : "\(name)?"
    }
}

private func summaryOfLongCollection(_ value: Any) -> String? {
    guard let elements = value as? any RandomAccessCollection, value is any ExpressibleByArrayLiteral else {
        return nil
    }
    return summary(of: elements)
}

private let longestCollection = 1_000
private let shownAtEachEnd = 50

private func summary<Elements: RandomAccessCollection>(of elements: Elements) -> String? {
    let count = elements.count
    guard count > longestCollection else { return nil }
    let first = elements.prefix(shownAtEachEnd).map { plainText(of: $0) }
    let last = elements.suffix(shownAtEachEnd).map { plainText(of: $0) }
    return truncated(
        "[" + (first + ["…"] + last).joined(separator: ", ") + "] (\(grouped(count)) elements)")
}

private let longestText = 20_000

private func truncated(_ text: String) -> String {
    // Counting bytes first spares short texts, the usual case, the walk over their characters.
    guard text.utf8.count > longestText,
        let end = text.index(text.startIndex, offsetBy: longestText, limitedBy: text.endIndex), end < text.endIndex
    else { return withoutContexts(text) }
    return withoutContexts(String(text[..<end])) + "… (\(grouped(text.count)) characters in all)"
}

/// `number` with its digits in groups of three: `1,234,567`.
package func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
        if index > 0 && (digits.count - index) % 3 == 0 { text += "," }
        text.append(digit)
    }
    return number < 0 ? "-" + text : text
}

/// `text` without the module prefix `Swift.` of types, nor the `(unknown context at $…).` of private and local ones. What
/// stands between double quotes is left alone.
private func withoutContexts(_ text: String) -> String {
    var rest = Substring(text).utf8
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(rest.count)
    var isQuoted = false
    var isInsideWord = false
    while let byte = rest.first {
        if !isQuoted, !isInsideWord, let prefix = lengthOfModulePrefix(rest) {
            rest = rest.dropFirst(prefix)
            continue
        }
        if isQuoted && byte == UInt8(ascii: "\\") {
            result.append(contentsOf: rest.prefix(2))
            rest = rest.dropFirst(2)
            continue
        }
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        isInsideWord = isWordByte(byte)
        result.append(byte)
        rest = rest.dropFirst()
    }
    return String(decoding: result, as: UTF8.self)
}

private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
}

private func lengthOfModulePrefix(_ text: Substring.UTF8View) -> Int? {
    if text.starts(with: "Swift.".utf8), let next = text.dropFirst(6).first, (0x41...0x5A).contains(next) { return 6 }
    // A local type begins with the dot behind the name of its module, which is empty for cells.
    if text.starts(with: ".(unknown context at $".utf8) { return 1 }
    if text.starts(with: "(unknown context at $".utf8), let end = text.firstIndex(of: UInt8(ascii: ")")) {
        let length = text.distance(from: text.startIndex, to: end) + 1
        if text.dropFirst(length).first == UInt8(ascii: ".") { return length + 1 }
    }
    return nil
}

import Foundation

/// The reason of a trap as the Swift runtime or the C library writes it to standard error.
package enum FatalMessage {
    private static let headings = ["Fatal error", "Precondition failed", "Assertion failed"]
    private static let beginnings = [
        "Could not cast value of type", "Simultaneous accesses to", "Fatal access conflict detected",
        "Object 0x", "free():", "malloc():", "double free or corruption", "corrupted size", "munmap_chunk():",
    ]

    /// Where the first line begins that looks like one.
    static func start(in text: String) -> String.Index? {
        var lineStart = text.startIndex
        while lineStart < text.endIndex {
            let lineEnd = text[lineStart...].firstIndex(of: "\n") ?? text.endIndex
            let line = text[lineStart..<lineEnd]
            if (headings + beginnings).contains(where: { line.hasPrefix($0) })
                || headings.contains(where: { line.contains(": \($0)") })
            {
                return lineStart
            }
            lineStart = lineEnd == text.endIndex ? lineEnd : text.index(after: lineEnd)
        }
        return nil
    }

    /// "Swift/ContiguousArrayBuffer.swift:600: Fatal error: Index out of range" → "Index out of range".
    package static func summary(of text: String) -> String {
        // The runtime's own stack trace, which counts addresses, says less than ours.
        let text = withoutContexts((text.components(separatedBy: "\nCurrent stack trace:").first ?? text))
            .trimmingCharacters(in: .whitespacesAndNewlines)
        if text.hasPrefix("Simultaneous accesses") {
            return "Overlapping accesses to a variable, one of which modifies it (exclusivity violation)"
        }
        for heading in headings {
            guard let range = text.range(of: heading) else { continue }
            let message = text[range.upperBound...].trimmingPrefix(": ")
                .replacing(/\bobject 0x[0-9a-f]+ was/, with: "the object was")
            if heading != "Fatal error" { return message.isEmpty ? heading : "\(heading): \(message)" }
            return message.isEmpty ? heading : String(message)
        }
        return text.replacing(/\ \(0x[0-9a-f]+\)/, with: "").replacing(/\bSwift\.(?=[A-Z])/, with: "")
    }

    /// The text without what the runtime calls the place of a private or local type's declaration.
    package static func withoutContexts(_ text: String) -> String {
        text.replacing(/(\w?)\.?(?:\(unknown context at \$[0-9a-f]+\)\.)+/) { $0.1 + ($0.1.isEmpty ? "" : ".") }
    }
}

import Foundation
import JupyterWire
import Synchronization

/// The displays of one cell in a ``TerminalFrontEnd``.
///
/// `jupyter console` passes over `update_display_data`: a progress bar would stand at zero there for ever. Such a front
/// end is sent the update as text that a terminal writes over the display.
package final class TerminalDisplays: Sendable {
    /// What was published last, when that was a display, and how many lines it has.
    private let last = Mutex<(id: String, lineCount: Int)?>(nil)

    package init() {}

    package func note(_ id: String?, json: [UInt8]) {
        let text = Self.plainText(json)
        last.withLock { $0 = id.flatMap { id in text.map { (id, Self.lineCount($0)) } } }
    }

    /// Something else stands below the display now.
    package func noteOther() {
        last.withLock { $0 = nil }
    }

    /// What to write for an update: over the display if that is what was written last, else below the rest.
    package func replacement(for id: String?, json: [UInt8]) -> String? {
        guard let id, let text = Self.plainText(json) else { return nil }
        return last.withLock { last in
            let start = last.map { $0.id == id ? "\u{1B}[\($0.lineCount)A\r\u{1B}[J" : "" } ?? ""
            last = (id, Self.lineCount(text))
            // Lines that were wrapped would not be counted.
            return start + "\u{1B}[?7l" + text + "\u{1B}[?7h\n"
        }
    }

    private static func lineCount(_ text: String) -> Int {
        text.split(separator: "\n", omittingEmptySubsequences: false).count
    }

    private static func plainText(_ json: [UInt8]) -> String? {
        (try? JSONValue(parsing: Data(json)))?["data"]?["text/plain"]?.stringValue
    }
}

internal import Glibc
internal import Synchronization

/// Prints the plain text of what is displayed, for programs that run outside a notebook.
///
/// On a terminal an update takes the place of the text it updates, as long as nothing else was displayed since.
/// Elsewhere, as in a log, only what is final is printed.
package final class ConsoleTransport: DisplayTransport {
    private let isTerminal: Bool
    private let write: @Sendable (String) -> Void
    /// What was displayed last, and how many lines it has.
    private let last = Mutex<(id: DisplayID, lines: Int)?>(nil)

    package init(
        isTerminal: Bool = isatty(STDOUT_FILENO) == 1,
        write: @escaping @Sendable (String) -> Void = { print($0, terminator: "") }
    ) {
        self.isTerminal = isTerminal
        self.write = write
    }

    package func publish(_ message: DisplayMessage) {
        guard message.kind != .clearOutput, let text = message.bundle.plainText else { return }
        guard isTerminal else {
            if !message.isIntermediate { write(text + "\n") }
            return
        }
        last.withLock { last in
            if message.kind == .updateDisplayData, let shown = last, shown.id == message.id {
                write("\u{1B}[\(shown.lines)A\r\u{1B}[J")
            }
            write(text + "\n")
            last = message.id.map { ($0, text.split(separator: "\n", omittingEmptySubsequences: false).count) }
        }
    }
}

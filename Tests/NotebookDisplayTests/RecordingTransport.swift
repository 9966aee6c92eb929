import NotebookDisplay
import Synchronization

/// Keeps what is displayed, so that tests can look at it.
final class RecordingTransport: DisplayTransport {
    private let recorded = Mutex<[DisplayMessage]>([])

    var messages: [DisplayMessage] { recorded.withLock { $0 } }

    func publish(_ message: DisplayMessage) { recorded.withLock { $0.append(message) } }
}

/// What `body` displays.
func messages(of body: () throws -> Void) rethrows -> [DisplayMessage] {
    let transport = RecordingTransport()
    try Display.$transport.withValue(transport) { try body() }
    return transport.messages
}

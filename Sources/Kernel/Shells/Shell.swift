import JupyterWire
import Synchronization

/// A place where cells run one after the other: the kernel's main shell, or a subshell that a front end has created.
///
/// Each counts its cells for itself, and keeps a history of its own (JEP 91).
final class Shell: Sendable {
    /// As messages name it; nothing for the main shell.
    let id: String?
    /// As the session knows it: 0 for the main shell.
    let number: UInt32
    let queue = RequestQueue()
    let executionCount = Mutex(0)
    let history: HistoryKeeper

    init(id: String?, number: UInt32, history: HistoryKeeper) {
        self.id = id
        self.number = number
        self.history = history
    }

    var isMain: Bool { id == nil }
}

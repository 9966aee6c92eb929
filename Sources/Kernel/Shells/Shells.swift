import Foundation
import JupyterWire
import Logging
import Synchronization

/// The main shell and the subshells.
final class Shells: Sendable {
    private struct State {
        var subshells: [String: Shell] = [:]
        var created: UInt32 = 0
        var isClosed = false
    }

    /// More would not all find a place in the session at the same time.
    static let mostSubshells = 48

    let main: Shell
    private let state = Mutex(State())
    private let log: Logger

    init(log: Logger) {
        self.log = log
        main = Shell(id: nil, number: 0, history: HistoryKeeper(log: log))
    }

    /// The shell that a message is for; nothing where there is no such subshell.
    func shell(for message: Message) -> Shell? {
        guard let id = message.header.subshellID else { return main }
        return state.withLock { $0.subshells[id] }
    }

    /// A new subshell; nothing where there are too many, or the kernel ends.
    func create() -> Shell? {
        state.withLock { state in
            guard !state.isClosed, state.subshells.count < Shells.mostSubshells else { return nil }
            state.created += 1
            let shell = Shell(
                id: UUID().uuidString.lowercased(), number: state.created, history: HistoryKeeper(log: log))
            state.subshells[shell.id!] = shell
            return shell
        }
    }

    func remove(_ id: String) -> Shell? {
        state.withLock { $0.subshells.removeValue(forKey: id) }
    }

    /// The subshells, in the order of their creation.
    var subshells: [Shell] { state.withLock { $0.subshells.values.sorted { $0.number < $1.number } } }

    /// Closes the queues of all shells.
    func close() {
        state.withLock { $0.isClosed = true }
        for shell in [main] + subshells { shell.queue.close() }
    }

    /// Waits until what was added to the histories is written.
    func finishHistories() {
        for shell in [main] + subshells { shell.history.finish() }
    }
}

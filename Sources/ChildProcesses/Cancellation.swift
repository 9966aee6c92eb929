import Glibc
import Synchronization

/// Lets what is done for a purpose be given up when the purpose is gone, by killing the processes that do it.
package final class Cancellation: Sendable {
    private struct State {
        var isRequested = false
        /// The process group that works for the purpose now.
        var group: pid_t?
    }

    private let state = Mutex(State())

    package init() {}

    package func request() {
        state.withLock { state in
            state.isRequested = true
            if let group = state.group { kill(-group, SIGKILL) }
        }
    }

    /// Has the group killed from now on, until `end`, when the purpose is gone. Tells whether it is not yet.
    func begin(_ group: pid_t) -> Bool {
        state.withLock { state in
            guard !state.isRequested else { return false }
            state.group = group
            return true
        }
    }

    func end() {
        state.withLock { $0.group = nil }
    }
}

import Foundation
import Logging
import Synchronization

/// Has a cell host ready: as soon as one has died, the next one is started.
final class HostKeeper: Sendable {
    private struct State {
        var connection: HostConnection?
        /// The end of a host that no cell was there to tell of.
        var untold: SessionLoss?
        var isOver = false
    }

    private let installation: Installation
    private let memoryLimit: MemoryLimit
    private let log: Logger
    private let state = Mutex(State())

    init(installation: Installation, memoryLimit: MemoryLimit, log: Logger) throws {
        self.installation = installation
        self.memoryLimit = memoryLimit
        self.log = log
        try state.withLock { try start(in: &$0) }
    }

    /// The running host.
    func connection() throws -> HostConnection {
        try state.withLock { state in
            if state.isOver { throw SessionSetUpError("the session has ended") }
            if state.connection?.loss != nil || state.connection == nil { try start(in: &state) }
            return state.connection!
        }
    }

    /// How the last host ended, if that is news. It is news once.
    func takeLoss() -> SessionLoss? {
        state.withLock { $0.untold.take() }
    }

    /// Ends the running host and starts another.
    func restart() throws {
        try state.withLock { state in
            state.connection?.end()
            state.connection = nil
            state.untold = nil
            try start(in: &state)
        }
    }

    /// The host that was started last, for what cannot wait.
    var current: HostConnection? { state.withLock { $0.connection } }

    func end() {
        state.withLock { state in
            state.isOver = true
            state.connection?.end()
            state.connection = nil
        }
    }

    private func start(in state: inout State) throws {
        if let loss = state.connection?.loss, loss.wasIdle { state.untold = loss }
        state.connection = nil
        state.connection = try HostConnection(installation: installation, memoryLimit: memoryLimit, log: log) {
            [weak self] in self?.replace($0)
        }
    }

    private func replace(_ dead: HostConnection) {
        state.withLock { state in
            guard !state.isOver, state.connection === dead else { return }
            do {
                try start(in: &state)
            } catch {
                log.error("No new session: \(error).")
            }
        }
    }
}

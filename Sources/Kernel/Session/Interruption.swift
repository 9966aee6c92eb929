import Synchronization

/// A user's wish to stop what is done for a cell before its Swift runs.
final class Interruption: Sendable {
    private struct State {
        var isRequested = false
        var stop: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var isRequested: Bool { state.withLock { $0.isRequested } }

    func request() {
        let stop = state.withLock { state in
            state.isRequested = true
            return state.stop
        }
        stop?()
    }

    /// Does something that `stop` ends when an interrupt comes, or came before.
    func during<Result>(stop: @escaping @Sendable () -> Void, _ body: () -> Result) -> Result {
        let isRequested = state.withLock { state in
            state.stop = stop
            return state.isRequested
        }
        defer { state.withLock { $0.stop = nil } }
        if isRequested { stop() }
        return body()
    }

    func check() throws(CellFailure) {
        if isRequested { throw CellFailure(name: "Interrupted", value: "The cell was interrupted.") }
    }
}

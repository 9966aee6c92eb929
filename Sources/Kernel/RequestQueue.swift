import Foundation
import JupyterWire
import Synchronization

/// Requests that wait for a shell, which answers one after the other.
///
/// The requests that wait can be looked at, to compile cells ahead, and given up, when a cell before them fails.
final class RequestQueue: Sendable {
    private struct State {
        var requests: [Message] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)

    /// Tells whether the queue still takes requests.
    func add(_ request: Message) -> Bool {
        let isTaken = state.withLock { state in
            if !state.isClosed { state.requests.append(request) }
            return !state.isClosed
        }
        if isTaken { arrived.signal() }
        return isTaken
    }

    /// The next request, as soon as there is one; nothing once the queue is closed.
    func next() -> Message? {
        while true {
            arrived.wait()
            let (request, isClosed) = state.withLock { state in
                (state.requests.isEmpty ? nil : state.requests.removeFirst(), state.isClosed)
            }
            if isClosed { return nil }
            if let request { return request }
        }
    }

    /// The execute requests at the head of the queue, as many as are asked for.
    func waitingExecutions(atMost count: Int) -> [Message] {
        state.withLock { Array($0.requests.prefix(count).prefix { $0.type == ExecuteRequest.type }) }
    }

    /// Takes all execute requests out.
    func removeExecutions() -> [Message] {
        state.withLock { state in
            defer { state.requests.removeAll { $0.type == ExecuteRequest.type } }
            return state.requests.filter { $0.type == ExecuteRequest.type }
        }
    }

    /// Lets `next` return nothing from now on. The requests that still waited are given up, and returned.
    @discardableResult
    func close() -> [Message] {
        defer { arrived.signal() }
        return state.withLock { state in
            defer { state.requests = [] }
            state.isClosed = true
            return state.requests
        }
    }
}

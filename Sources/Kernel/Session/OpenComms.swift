import SessionLink
import Synchronization

/// The comms of one cell host, and the targets to which the front end may open some.
final class OpenComms: Sendable {
    private struct State {
        /// The open comms' targets by their ids.
        var targets: [String: String] = [:]
        var registered: Set<String> = []
    }

    private let state = Mutex(State())

    /// The open comms, those to one target or all, each with its target.
    func list(target: String?) -> [String: String] {
        state.withLock { $0.targets.filter { target == nil || $0.value == target } }
    }

    /// Takes note of what either side says. Tells whether the other side has to do with it.
    @discardableResult
    func note(_ content: CommContent, fromFrontEnd: Bool) -> Bool {
        state.withLock { state in
            switch content.kind {
            case .open:
                if fromFrontEnd && !state.registered.contains(content.target) { return false }
                state.targets[content.id] = content.target
                return true
            case .message: return state.targets[content.id] != nil
            case .close: return state.targets.removeValue(forKey: content.id) != nil
            case .register: state.registered.insert(content.target)
            case .unregister: state.registered.remove(content.target)
            }
            return false
        }
    }

    /// The host is gone, and with it the session's ends.
    func closeAll() -> [CommContent] {
        state.withLock { state in
            defer { state = State() }
            return state.targets.keys.sorted().map { CommContent(.close, id: $0) }
        }
    }
}

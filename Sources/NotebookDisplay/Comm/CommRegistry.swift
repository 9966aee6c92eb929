internal import Synchronization

/// The open comms of the session, and what the front end may open.
final class CommRegistry: Sendable {
    static let shared = CommRegistry()

    struct Opener: @unchecked Sendable {
        let call: (Comm, CommMessage) throws -> Void
    }

    private struct State {
        var comms: [String: Comm] = [:]
        var openers: [String: Opener] = [:]
    }

    private let state = Mutex(State())

    subscript(id: String) -> Comm? { state.withLock { $0.comms[id] } }

    func add(_ comm: Comm) {
        state.withLock { $0.comms[comm.id] = comm }
    }

    func remove(_ id: String) {
        state.withLock { _ = $0.comms.removeValue(forKey: id) }
    }

    func register(_ target: String, _ opener: Opener?) {
        state.withLock { $0.openers[target] = opener }
    }

    /// Hands over what comes from the front end. The kernel lets through only what is for a comm or a target that it was
    /// told of; what is gone meanwhile gets nothing.
    func receive(_ packet: CommPacket) throws {
        switch packet.kind {
        case .open:
            guard let opener = state.withLock({ $0.openers[packet.target] }) else { return }
            let comm = Comm(openedAs: packet.id, target: packet.target)
            add(comm)
            try opener.call(comm, packet.message)
        case .message: try self[packet.id]?.receive(packet.message)
        case .close:
            guard let comm = self[packet.id] else { return }
            remove(packet.id)
            try comm.noteClosed(packet.message)
        case .register, .unregister: break
        }
    }
}

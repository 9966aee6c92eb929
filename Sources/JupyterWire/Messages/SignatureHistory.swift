import Foundation
import Synchronization

/// The signatures that messages came with, by which one that is sent a second time is known.
///
/// A message's header holds an identifier that its sender never uses again, so two honest messages differ in their
/// signatures.
final class SignatureHistory: Sendable {
    private struct State {
        var known: Set<Data> = []
        /// The same, as a ring: the oldest makes room for the newest.
        var order: [Data] = []
        var next = 0
    }

    /// As many as `jupyter_client` remembers.
    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = 1 << 16) {
        self.capacity = capacity
    }

    /// Takes note of a signature. Tells whether it is new.
    func admit(_ signature: Data) -> Bool {
        state.withLock { state in
            guard state.known.insert(signature).inserted else { return false }
            if state.order.count < capacity {
                state.order.append(signature)
            } else {
                state.known.remove(state.order[state.next])
                state.order[state.next] = signature
                state.next = (state.next + 1) % capacity
            }
            return true
        }
    }
}

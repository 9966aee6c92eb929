/// A cell that somebody ran.
public struct HistoryEntry: Equatable, Sendable {
    /// Sessions are counted from 1, over all kernels that share the history.
    public var session: Int
    /// The cell's execution count.
    public var line: Int
    public var source: String
    /// The cell's value as plain text, where that was asked for and there is one.
    public var output: String?

    public init(session: Int, line: Int, source: String, output: String? = nil) {
        self.session = session
        self.line = line
        self.source = source
        self.output = output
    }
}

/// Which cells are asked for.
///
/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#history>
public enum HistoryQuery: Equatable, Sendable {
    /// The last ones of all sessions.
    case tail(count: Int)
    /// Those of one session, from line `start` to before `stop`. Session 0 is the current one, -1 the one before.
    case range(session: Int, start: Int, stop: Int?)
    /// The last ones that a glob pattern (`*`, `?`, `[…]`) fits as a whole; with `unique`, each text once.
    case search(pattern: String, count: Int?, unique: Bool)
}

import NotebookDisplay
internal import Synchronization

/// Something that the front end shows and whose state it shares with the session: when either side changes the state, the
/// other follows.
///
/// A widget is shown where it is a cell's value or is given to `display`. It lives, with what its closures hold, until
/// ``close()``.
///
/// Closures are called one after the other, in JupyterLab while a cell runs, too: see `Comm`. What they print and display
/// goes to the front end's log; an ``Output`` shows it.
public class Widget: @unchecked Sendable {
    struct State: @unchecked Sendable {
        var members: [String: JSONValue]
        var observers: [String: [Observer]] = [:]
        var customHandler: Observer?
    }

    /// Gets the new value of a member of the state, or what a view tells beside it.
    typealias Observer = (JSONValue) throws -> Void

    private let state: Mutex<State>
    private let comm: Comm
    let model: WidgetModel

    /// The name by which the front end and other widgets know it.
    public var id: String { comm.id }

    /// - Parameter state: What the front end begins with, beside the names of its classes.
    init(_ model: WidgetModel, _ state: [String: JSONValue]) {
        let members = model.state.merging(state) { $1 }
        self.model = model
        self.state = Mutex(State(members: members))
        comm = Comm(
            target: "jupyter.widget", data: ["state": .object(members), "buffer_paths": []],
            metadata: ["version": "2.1.0"])
        OpenWidgets.shared.add(self)
        comm.onMessage { [weak self] in try self?.receive($0.data) }
        comm.onClose { [weak self] _ in self.map { OpenWidgets.shared.remove($0) } }
    }

    /// Removes it from the front end, and lets go of its closures.
    public func close() {
        comm.close()
        OpenWidgets.shared.remove(self)
        withState { ($0.observers, $0.customHandler) = ([:], nil) }
    }

    func withState<Result>(_ body: (inout State) -> Result) -> Result {
        state.withLock { state in
            // Observers are called one at a time, whichever thread gets them.
            nonisolated(unsafe) let result = body(&state)
            return result
        }
    }

    /// The whole state, as the front end gets it.
    var members: [String: JSONValue] { withState { $0.members } }

    subscript(name: String) -> JSONValue? { withState { $0.members[name] } }

    /// Changes a member of the state, and tells the front end and whoever observes it. An error of those is printed, as
    /// whoever sets a property expects none.
    func set(_ name: String, to value: JSONValue) {
        guard store(value, as: name) else { return }
        send("update", [name: value])
        do {
            try notify([name])
        } catch {
            complain("A closure that observes \(text) failed: \(error)")
        }
    }

    /// Calls `observer` with each new value of a member of the state.
    func observe(_ name: String, _ observer: @escaping Observer) {
        withState { $0.observers[name, default: []].append(observer) }
    }

    /// Calls `handler`, and none that was set before, with what a view tells beside the state.
    func onCustomMessage(_ handler: @escaping Observer) {
        withState { $0.customHandler = handler }
    }

    /// What becomes of a value that the front end sends; nothing where it makes no sense.
    func accepted(_ value: JSONValue, as name: String) -> JSONValue? { value }

    /// How it describes itself in text.
    var text: String { "\(type(of: self))()" }
}

extension Widget {
    /// Stores a value. Tells whether it is another one than before.
    private func store(_ value: JSONValue, as name: String) -> Bool {
        withState { state in
            if state.members[name] == value { return false }
            state.members[name] = value
            return true
        }
    }

    private func send(_ method: String, _ state: [String: JSONValue]) {
        comm.send(["method": .string(method), "state": .object(state), "buffer_paths": []])
    }

    private func notify(_ names: [String]) throws {
        for name in names {
            let (value, observers) = withState { ($0.members[name] ?? .null, $0.observers[name] ?? []) }
            for observer in observers { try observer(value) }
        }
    }

    private func receive(_ data: JSONValue) throws {
        switch data["method"]?.stringValue {
        case "update": try receiveUpdate(data["state"]?.objectValue ?? [:])
        case "request_state": send("update", members)
        case "custom":
            let handler = withState { $0.customHandler }
            try handler?(data["content"] ?? .null)
        default: break
        }
    }

    private func receiveUpdate(_ update: [String: JSONValue]) throws {
        let known = members
        let update = update.filter { known[$0.key] != nil }
        // Views of the same widget elsewhere learn of the change from this.
        if !update.isEmpty { send("echo_update", update) }
        var corrections: [String: JSONValue] = [:]
        var changed: [String] = []
        for (name, value) in update.sorted(by: { $0.key < $1.key }) {
            let accepted = accepted(value, as: name) ?? known[name] ?? .null
            if accepted != value { corrections[name] = accepted }
            if store(accepted, as: name) { changed.append(name) }
        }
        if !corrections.isEmpty { send("update", corrections) }
        try notify(changed)
    }
}

extension Widget: MIMERepresentable {
    /// A reference to the state, which a front end that knows widgets shows, and a text for others.
    public var mimeBundle: MIMEBundle {
        var bundle = MIMEBundle(plainText: text)
        let view: JSONValue = ["version_major": 2, "version_minor": 0, "model_id": .string(id)]
        bundle["application/vnd.jupyter.widget-view+json"] = .json(view.description)
        return bundle
    }
}

extension Widget {
    /// How other widgets' states refer to this one.
    var reference: JSONValue { .string("IPY_MODEL_\(id)") }
}

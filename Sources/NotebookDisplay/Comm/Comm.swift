internal import Synchronization

/// A channel between the session and something in the front end, such as a widget, on which both send each other messages
/// until one of them closes it.
///
/// ```swift
/// let clock = Comm(target: "clock", data: ["zone": "UTC"])
/// clock.onMessage { message in print(message.data["time"] ?? "no time") }
/// clock.send(["method": "tell"])
/// ```
///
/// Messages arrive one after the other, on a thread that counts as the main actor's: between cells, or while one runs,
/// where the front end sends them to a subshell as JupyterLab does. What a handler and a running cell both change needs a
/// `Mutex`, an `Atomic` or an actor. What a handler prints and displays goes where the front end shows the outputs of that
/// message, and an error that leaves it is shown there, too. A comm lives until it is closed, also when nobody holds it.
///
/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages>
public final class Comm: Sendable, Identifiable {
    /// What one side does when something arrives.
    public typealias Handler = (CommMessage) throws -> Void

    struct Handlers: @unchecked Sendable {
        var message: Handler?
        var close: Handler?
    }

    public let id: String
    /// What the front end, or ``register(_:opened:)``, knows to open the other end of it.
    public let target: String
    private let handlers = Mutex(Handlers())

    /// Opens a comm to something in the front end. One that knows no such target closes it.
    ///
    /// - Parameters:
    ///   - id: A new one when left out.
    ///   - data: What the other end is to begin with.
    public init(
        target: String, id: String = randomIdentifier(), data: JSONValue = [:], metadata: JSONValue = [:],
        buffers: [[UInt8]] = []
    ) {
        self.id = id
        self.target = target
        CommRegistry.shared.add(self)
        transmit(.open, CommMessage(data: data, metadata: metadata, buffers: buffers))
    }

    /// The session's end of a comm that the front end has opened.
    init(openedAs id: String, target: String) {
        self.id = id
        self.target = target
    }

    /// Whether neither side has closed it.
    public var isOpen: Bool { CommRegistry.shared[id] === self }

    /// Sends a message. One to a closed comm goes nowhere.
    public func send(_ data: JSONValue, metadata: JSONValue = [:], buffers: [[UInt8]] = []) {
        guard isOpen else { return }
        transmit(.message, CommMessage(data: data, metadata: metadata, buffers: buffers))
    }

    /// Closes both ends. Handlers of ``onClose(_:)`` hear only of what the front end closes.
    public func close(_ data: JSONValue = [:], metadata: JSONValue = [:], buffers: [[UInt8]] = []) {
        guard isOpen else { return }
        CommRegistry.shared.remove(id)
        transmit(.close, CommMessage(data: data, metadata: metadata, buffers: buffers))
    }

    /// Sets what is done with messages, in the place of what was done before.
    public func onMessage(_ handler: @escaping Handler) {
        handlers.withLock { $0.message = handler }
    }

    /// Sets what is done when the front end closes the comm.
    public func onClose(_ handler: @escaping Handler) {
        handlers.withLock { $0.close = handler }
    }

    /// Lets the front end open comms: for each, `opened` gets the session's end, and what the front end sent with it.
    public static func register(_ target: String, opened: @escaping (Comm, CommMessage) throws -> Void) {
        CommRegistry.shared.register(target, CommRegistry.Opener(call: opened))
        CommLink.transport.send(CommPacket(kind: .register, id: "", target: target))
    }

    /// From now on the front end's comms to this target are closed at once. Those that are open stay open.
    public static func unregister(_ target: String) {
        CommRegistry.shared.register(target, nil)
        CommLink.transport.send(CommPacket(kind: .unregister, id: "", target: target))
    }

    private func transmit(_ kind: CommPacket.Kind, _ message: CommMessage) {
        CommLink.transport.send(CommPacket(kind: kind, id: id, target: target, message: message))
    }

    func receive(_ message: CommMessage) throws {
        try handlers.withLock { $0.message }?(message)
    }

    func noteClosed(_ message: CommMessage) throws {
        try handlers.withLock { $0.close }?(message)
    }
}

/// 128 random bits in hexadecimal.
public func randomIdentifier() -> String {
    (0..<2).map { _ in
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}

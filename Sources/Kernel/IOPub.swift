import Foundation
import JupyterWire
import Logging

/// Publishes to all front ends. Any thread may.
final class IOPub: Sendable {
    private let socket: PublishSocket
    private let session: String
    private let log: Logger

    init(socket: PublishSocket, session: String, log: Logger) {
        self.socket = socket
        self.session = session
        self.log = log
    }

    func publish(
        _ type: String, content: Data, parent: Data, metadata: JSONValue = [:], buffers: [Data] = []
    ) {
        do {
            try socket.send(
                Message(
                    identities: [Data("kernel.\(session).\(type)".utf8)],
                    header: Message.Header(type: type, session: session), parentHeader: parent, metadata: metadata,
                    content: content, buffers: buffers))
        } catch {
            if !error.isTermination { log.error("A message of type \(type) could not be published: \(error).") }
        }
    }

    func publish(_ type: String, _ content: JSONValue, parent: Data) {
        publish(type, content: content.encoded(), parent: parent)
    }

    /// Tells that the kernel is busy with a message while `body` runs, and idle then.
    func whileBusy<Result>(with message: Message, _ body: () -> Result) -> Result {
        publishStatus("busy", parent: message.rawHeader)
        defer { publishStatus("idle", parent: message.rawHeader) }
        return body()
    }

    func publishStatus(_ state: String, parent: Data) {
        publish("status", ["execution_state": .string(state)], parent: parent)
    }
}

import Foundation
import JupyterWire
import SessionLink

/// What the front end sends to comms. None of it is replied to.
///
/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages>
extension Kernel {
    private static let commKinds: [String: CommContent.Kind] = [
        "comm_open": .open, "comm_msg": .message, "comm_close": .close,
    ]

    static func isAboutComm(_ message: Message) -> Bool { commKinds[message.type] != nil }

    /// Hands a message to the session, between busy and idle: front ends wait for idle before they send the next one.
    func receiveForComm(_ message: Message, in shell: Shell) {
        guard let kind = Kernel.commKinds[message.type] else { return }
        ioPub.whileBusy(with: message) { hand(message, kind, in: shell) }
    }

    private func hand(_ message: Message, _ kind: CommContent.Kind, in shell: Shell) {
        let content = message.contentValue()
        guard let id = content["comm_id"]?.stringValue else {
            log.warning("A \(message.type) without a comm_id is dropped.")
            return
        }
        let target = content["target_name"]?.stringValue ?? ""
        let output = CellOutput(
            ioPub: ioPub, stdin: sockets.stdin, request: message, shell: shell.number,
            executionCount: shell.executionCount.withLock { $0 }, silent: false, allowsInput: false, history: nil,
            sessionID: self.id)
        do {
            let isKnown = try session.deliver(
                CommContent(
                    kind, id: id, target: target, data: Array((content["data"] ?? [:]).encoded()),
                    metadata: Array(message.metadata.encoded()), buffers: message.buffers.map { Array($0) }),
                output: output)
            if isKnown { return }
            if kind == .open {
                log.warning("A comm is closed that was opened to \(target), which no cell has registered.")
                output.publish(CommContent(.close, id: id))
            } else {
                log.warning("A \(message.type) to the comm \(id), which is not open, is dropped.")
            }
        } catch {
            output.publishError(error)
        }
    }
}

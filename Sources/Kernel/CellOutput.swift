import Foundation
import JupyterWire
import SessionLink

/// Where the outputs of one cell go: to the front ends, as outputs of the request that asked for the cell.
struct CellOutput: Sendable {
    let ioPub: IOPub
    let stdin: MessageSocket
    let request: Message
    /// The shell in which the cell runs.
    let shell: UInt32
    /// For a front end that has no other way to show what is updated.
    var terminal: TerminalDisplays?
    let executionCount: Int
    let silent: Bool
    /// Whether the front end can ask its user for a line.
    let allowsInput: Bool
    /// Where the cell's value is kept; nothing for a cell that the history leaves out.
    let history: HistoryKeeper?
    /// The kernel's session, as messages name it.
    let sessionID: String

    private var parent: Data { request.rawHeader }

    /// Asks the front end for a line, which arrives as an `input_reply`.
    ///
    /// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-stdin-router-dealer-channel>
    ///
    /// - Returns: The id of the request; nothing where the front end takes no input.
    func requestInput(prompt: String, isPassword: Bool) -> String? {
        guard allowsInput else { return nil }
        var header = Message.Header(type: "input_request", session: sessionID)
        header.subshellID = request.header.subshellID
        stdin.send(
            Message(
                identities: request.identities, header: header, parentHeader: parent,
                content: (["prompt": .string(prompt), "password": .bool(isPassword)] as JSONValue).encoded()))
        return header.id
    }

    func publishInput(_ code: String) {
        guard !silent else { return }
        ioPub.publish(
            "execute_input", ["code": .string(code), "execution_count": .integer(executionCount)], parent: parent)
    }

    func publishStream(_ stream: OutputStream, _ text: String) {
        guard !text.isEmpty else { return }
        terminal?.noteOther()
        ioPub.publish("stream", ["name": .string(stream.rawValue), "text": .string(text)], parent: parent)
    }

    func publishError(_ failure: CellFailure) {
        guard !silent else { return }
        ioPub.publish("error", failure.messageContent, parent: parent)
    }

    /// - Parameter json: An object with `data` and `metadata`, or for `clearOutput` with `wait`.
    func publish(_ kind: PublishKind, displayID: String?, json: [UInt8]) {
        let transient: JSONValue = displayID.map { ["display_id": .string($0)] } ?? [:]
        switch kind {
        case .displayData:
            terminal?.note(displayID, json: json)
            ioPub.publish("display_data", content: adding(["transient": transient], to: json), parent: parent)
        case .updateDisplayData:
            if let text = terminal?.replacement(for: displayID, json: json) {
                ioPub.publish("stream", ["name": "stdout", "text": .string(text)], parent: parent)
                return
            }
            ioPub.publish("update_display_data", content: adding(["transient": transient], to: json), parent: parent)
        case .executeResult:
            terminal?.noteOther()
            guard !silent else { return }
            history?.add(result: json, toLine: executionCount)
            let members: JSONValue = ["execution_count": .integer(executionCount), "transient": transient]
            ioPub.publish("execute_result", content: adding(members, to: json), parent: parent)
        case .inspection: break
        case .clearOutput: ioPub.publish("clear_output", content: Data(json), parent: parent)
        }
    }

    /// What the session says about a comm.
    func publish(_ content: CommContent) {
        var members: JSONValue = ["comm_id": .string(content.id)]
        let type: String
        switch content.kind {
        case .open:
            type = "comm_open"
            members = members.adding(["target_name": .string(content.target)])
        case .message: type = "comm_msg"
        case .close: type = "comm_close"
        case .register, .unregister: return
        }
        let data = Data("{\"data\":".utf8) + content.data + Data("}".utf8)
        ioPub.publish(
            type, content: adding(members, to: Array(data)), parent: parent,
            metadata: (try? JSONValue(parsing: Data(content.metadata))) ?? [:],
            buffers: content.buffers.map { Data($0) })
    }

    /// Puts members before those of an object without taking it apart: a picture in it may be large.
    private func adding(_ members: JSONValue, to json: [UInt8]) -> Data {
        members.encoded().dropLast() + Data(",".utf8) + json.dropFirst()
    }
}

/// The streams of a session, as messages name them.
enum OutputStream: String, Sendable {
    case stdout, stderr
}

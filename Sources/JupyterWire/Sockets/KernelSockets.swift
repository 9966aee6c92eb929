import Foundation
import Synchronization

/// The kernel's five sockets.
///
/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#introduction>
public struct KernelSockets: Sendable {
    public let shell: MessageSocket
    public let control: MessageSocket
    public let stdin: MessageSocket
    public let ioPub: PublishSocket
    public let heartbeat: HeartbeatSocket

    /// - Parameter session: The kernel's, as messages name it.
    public init(_ connection: ConnectionFile, session: String, in context: ZeroMQContext) throws(ZeroMQError) {
        let signer = Signer(key: connection.key)
        func socket(_ kind: ZeroMQSocket.Kind, _ port: Int) throws(ZeroMQError) -> ZeroMQSocket {
            try ZeroMQSocket(
                kind, boundTo: connection.endpoint(port: port), keys: connection.curveKeys, in: context)
        }
        shell = MessageSocket(try socket(.router, connection.shellPort), signer: signer)
        control = MessageSocket(try socket(.router, connection.controlPort), signer: signer)
        stdin = MessageSocket(try socket(.router, connection.stdinPort), signer: signer)
        ioPub = PublishSocket(try socket(.extendedPublish, connection.ioPubPort), signer: signer) { topic in
            Message(
                identities: [Data(topic.utf8)], header: Message.Header(type: "iopub_welcome", session: session),
                content: (["subscription": .string(topic)] as JSONValue).encoded())
        }
        heartbeat = HeartbeatSocket(try socket(.reply, connection.heartbeatPort))
    }
}

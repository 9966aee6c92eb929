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

    public init(_ connection: ConnectionFile, in context: ZeroMQContext) throws(ZeroMQError) {
        let signer = Signer(key: connection.key)
        func socket(_ kind: ZeroMQSocket.Kind, _ port: Int) throws(ZeroMQError) -> ZeroMQSocket {
            try ZeroMQSocket(kind, boundTo: connection.endpoint(port: port), in: context)
        }
        shell = MessageSocket(try socket(.router, connection.shellPort), signer: signer)
        control = MessageSocket(try socket(.router, connection.controlPort), signer: signer)
        stdin = MessageSocket(try socket(.router, connection.stdinPort), signer: signer)
        ioPub = PublishSocket(try socket(.publish, connection.ioPubPort), signer: signer)
        heartbeat = HeartbeatSocket(try socket(.reply, connection.heartbeatPort))
    }
}

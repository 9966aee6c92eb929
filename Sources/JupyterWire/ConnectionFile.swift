import Foundation

/// What the front end tells a kernel about the connection: where to listen, and the key of the signatures.
///
/// <https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files>
public struct ConnectionFile: Equatable, Sendable {
    public var transport: String
    public var ip: String
    public var shellPort: Int
    public var controlPort: Int
    public var ioPubPort: Int
    public var stdinPort: Int
    public var heartbeatPort: Int
    /// The key of the HMAC; empty where messages are not signed.
    public var key: String

    /// Reads and checks a connection file.
    public init(path: String) throws(ConnectionFileError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ConnectionFileError(path: path, problem: "it cannot be read (\(error.localizedDescription))")
        }
        let raw: Raw
        do {
            raw = try JSONDecoder().decode(Raw.self, from: data)
        } catch let DecodingError.keyNotFound(key, _) {
            throw ConnectionFileError(path: path, problem: "the field \"\(key.stringValue)\" is missing")
        } catch let DecodingError.typeMismatch(type, context) {
            let field = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw ConnectionFileError(
                path: path,
                problem: field.isEmpty ? "it holds no JSON object" : "the field \"\(field)\" should be of type \(type)")
        } catch {
            throw ConnectionFileError(path: path, problem: "it is not JSON")
        }
        guard raw.signatureScheme == nil || raw.signatureScheme == "hmac-sha256" else {
            throw ConnectionFileError(
                path: path, problem: "the signature scheme \"\(raw.signatureScheme!)\" is not hmac-sha256")
        }
        let ports = [raw.shellPort, raw.controlPort, raw.ioPubPort, raw.stdinPort, raw.heartbeatPort]
        if raw.transport != "ipc", let port = ports.first(where: { !(1...65535).contains($0) }) {
            throw ConnectionFileError(path: path, problem: "\(port) is not a port")
        }
        guard ["tcp", "ipc"].contains(raw.transport) else {
            throw ConnectionFileError(path: path, problem: "the transport \"\(raw.transport)\" is neither tcp nor ipc")
        }
        transport = raw.transport
        ip = raw.ip
        (shellPort, controlPort, ioPubPort) = (raw.shellPort, raw.controlPort, raw.ioPubPort)
        (stdinPort, heartbeatPort) = (raw.stdinPort, raw.heartbeatPort)
        key = raw.key
    }

    func endpoint(port: Int) -> String {
        transport == "ipc" ? "ipc://\(ip)-\(port)" : "tcp://\(ip):\(port)"
    }

    private struct Raw: Decodable {
        var transport: String
        var ip: String
        var shellPort: Int
        var controlPort: Int
        var ioPubPort: Int
        var stdinPort: Int
        var heartbeatPort: Int
        var key: String
        var signatureScheme: String?

        enum CodingKeys: String, CodingKey {
            case transport, ip, key
            case shellPort = "shell_port"
            case controlPort = "control_port"
            case ioPubPort = "iopub_port"
            case stdinPort = "stdin_port"
            case heartbeatPort = "hb_port"
            case signatureScheme = "signature_scheme"
        }
    }
}

/// A connection file that no kernel can start with.
public struct ConnectionFileError: Error, CustomStringConvertible {
    public var path: String
    public var problem: String
    public var description: String { "The connection file \(path) is of no use: \(problem)." }
}

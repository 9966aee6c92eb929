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
    /// Those of the kernel, where the front end wants its connections encrypted.
    public var curveKeys: CurveKeys?

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
        switch (raw.curvePublicKey, raw.curveSecretKey) {
        case (nil, nil): curveKeys = nil
        case (let publicKey?, let secretKey?) where publicKey.utf8.count == 40 && secretKey.utf8.count == 40:
            curveKeys = CurveKeys(publicKey: publicKey, secretKey: secretKey)
        default:
            throw ConnectionFileError(
                path: path,
                problem: "\"curve_publickey\" and \"curve_secretkey\" should both be there, of 40 characters (Z85)")
        }
        guard curveKeys == nil || transport == "tcp" else {
            throw ConnectionFileError(path: path, problem: "only tcp connections can be encrypted")
        }
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
        var curvePublicKey: String?
        var curveSecretKey: String?

        enum CodingKeys: String, CodingKey {
            case transport, ip, key
            case shellPort = "shell_port"
            case controlPort = "control_port"
            case ioPubPort = "iopub_port"
            case stdinPort = "stdin_port"
            case heartbeatPort = "hb_port"
            case signatureScheme = "signature_scheme"
            case curvePublicKey = "curve_publickey"
            case curveSecretKey = "curve_secretkey"
        }
    }
}

/// The key pair of a server of encrypted connections, in the Z85 encoding.
///
/// <https://rfc.zeromq.org/spec/26/>
public struct CurveKeys: Equatable, Sendable {
    public var publicKey: String
    public var secretKey: String
}

/// A connection file that no kernel can start with.
public struct ConnectionFileError: Error, CustomStringConvertible {
    public var path: String
    public var problem: String
    public var description: String { "The connection file \(path) is of no use: \(problem)." }
}

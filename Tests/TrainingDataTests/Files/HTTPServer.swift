import Glibc
import Synchronization

/// A server on this machine that gives each request the answer that is set for its path.
final class HTTPServer: Sendable {
    enum Answer: Sendable {
        case file([UInt8])
        /// Says that there is more than it sends.
        case cutOff([UInt8])
        /// Does not say how much there is.
        case unknownLength([UInt8])
        case redirection(String)
        case silence
    }

    let port: Int
    private let socket: Int32
    private let answers: [String: Answer]
    private let served = Mutex<[String]>([])

    init(_ answers: [String: Answer]) {
        self.answers = answers
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length)
                listen(socket, 8)
                getsockname(socket, pointer, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
        self.socket = socket
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                Unmanaged<HTTPServer>.fromOpaque(context!).takeRetainedValue().serve()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_detach(thread)
    }

    /// The paths that were asked for.
    var requests: [String] { served.withLock { $0 } }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Ends the server.
    func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func serve() {
        while true {
            let client = accept(socket, nil, nil)
            if client < 0 { break }
            var request: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 4096)
            while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
                let count = read(client, &block, block.count)
                if count <= 0 { break }
                request += block[..<count]
            }
            let path =
                String(decoding: request, as: UTF8.self).split(separator: " ").dropFirst().first.map(String.init) ?? ""
            served.withLock { $0.append(path) }
            var reply: [UInt8]
            switch answers[path] {
            case .file(let bytes)?:
                reply =
                    Array("HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count)\r\nConnection: close\r\n\r\n".utf8) + bytes
            case .cutOff(let bytes)?:
                reply = Array("HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count + 9)\r\n\r\n".utf8) + bytes
            case .unknownLength(let bytes)?:
                reply = Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8) + bytes
            case .redirection(let url)?:
                reply = Array(
                    "HTTP/1.1 302 Found\r\nLocation: \(url)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
            case .silence?: reply = []
            case nil:
                reply = Array("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
            }
            var sent = 0
            while sent < reply.count {
                let count = send(client, Array(reply[sent...]), reply.count - sent, Int32(MSG_NOSIGNAL))
                if count <= 0 { break }
                sent += count
            }
            close(client)
        }
        close(socket)
    }
}

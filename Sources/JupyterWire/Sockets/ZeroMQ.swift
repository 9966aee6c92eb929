import CZeroMQ
import Foundation

/// Something that libzmq refused.
public struct ZeroMQError: Error, CustomStringConvertible, Equatable {
    public var call: String
    public var code: Int32

    static func last(_ call: String) -> ZeroMQError { ZeroMQError(call: call, code: zmq_errno()) }

    /// The context is being closed.
    public var isTermination: Bool { code == swiftlet_zmq_eterm }

    public var description: String { "\(call): \(String(cString: zmq_strerror(code)))" }
}

/// The sockets' common context.
public final class ZeroMQContext: @unchecked Sendable {
    // A context may be used by any thread (zmq_ctx_new(3)).
    fileprivate let raw: UnsafeMutableRawPointer

    public init() {
        raw = zmq_ctx_new()
    }

    /// Wakes every thread that waits at a socket of this context with an error.
    public func shutDown() {
        zmq_ctx_shutdown(raw)
    }

    /// Waits until all sockets are closed and what they had to send is sent.
    public func terminate() {
        while zmq_ctx_term(raw) != 0 && zmq_errno() == EINTR {}
    }
}

/// A socket for messages of several frames. One thread at a time may use it.
public final class ZeroMQSocket {
    public enum Kind: Sendable {
        case router, reply
        /// Hears of its subscribers, each of them.
        case extendedPublish

        fileprivate var raw: Int32 {
            switch self {
            case .router: ZMQ_ROUTER
            case .extendedPublish: ZMQ_XPUB
            case .reply: ZMQ_REP
            }
        }
    }

    private let raw: UnsafeMutableRawPointer
    private var isClosed = false

    /// Opens a socket that listens at the endpoint.
    ///
    /// - Parameter keys: Those of the server, where connections are encrypted.
    public init(
        _ kind: Kind, boundTo endpoint: String, keys: CurveKeys? = nil, in context: ZeroMQContext
    ) throws(ZeroMQError) {
        guard let raw = zmq_socket(context.raw, kind.raw) else { throw .last("zmq_socket") }
        self.raw = raw
        // What a slow client has not fetched yet waits for it; on exit it waits for a second.
        set(ZMQ_SNDHWM, 0)
        set(ZMQ_RCVHWM, 0)
        set(ZMQ_LINGER, 1000)
        if kind == .router { set(ZMQ_ROUTER_HANDOVER, 1) }
        if kind == .extendedPublish { set(ZMQ_XPUB_VERBOSE, 1) }
        if let keys {
            // An address that cannot take an encrypted connection would otherwise listen in the clear.
            try require(ZMQ_CURVE_SERVER, 1)
            guard zmq_setsockopt(raw, ZMQ_CURVE_SECRETKEY, keys.secretKey, keys.secretKey.utf8.count + 1) == 0 else {
                throw .last("zmq_setsockopt ZMQ_CURVE_SECRETKEY")
            }
        }
        guard zmq_bind(raw, endpoint) == 0 else { throw .last("zmq_bind \(endpoint)") }
    }

    deinit {
        close()
    }

    /// No other call may follow. What is still to be sent is.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        zmq_close(raw)
    }

    public func send(_ frames: [Data]) throws(ZeroMQError) {
        for (index, frame) in frames.enumerated() {
            let flags = index + 1 < frames.count ? ZMQ_SNDMORE : 0
            while frame.withUnsafeBytes({ zmq_send(raw, $0.baseAddress, $0.count, flags) }) < 0 {
                guard zmq_errno() == EINTR else { throw .last("zmq_send") }
            }
        }
    }

    /// Waits for a message, or returns nothing if there is none and `wait` is false.
    public func receive(wait: Bool = true) throws(ZeroMQError) -> [Data]? {
        var frames: [Data] = []
        repeat {
            var message = zmq_msg_t()
            zmq_msg_init(&message)
            defer { zmq_msg_close(&message) }
            while zmq_msg_recv(&message, raw, wait || !frames.isEmpty ? 0 : ZMQ_DONTWAIT) < 0 {
                if zmq_errno() == EAGAIN { return nil }
                guard zmq_errno() == EINTR else { throw .last("zmq_msg_recv") }
            }
            frames.append(Data(bytes: zmq_msg_data(&message), count: zmq_msg_size(&message)))
        } while hasMoreFrames
        return frames
    }

    /// Waits until a message can be received or the descriptor can be read.
    func wait(orReadable descriptor: Int32) throws(ZeroMQError) -> (socket: Bool, descriptor: Bool) {
        var items = [
            zmq_pollitem_t(socket: raw, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0),
            zmq_pollitem_t(socket: nil, fd: descriptor, events: Int16(ZMQ_POLLIN), revents: 0),
        ]
        while zmq_poll(&items, 2, -1) < 0 {
            guard zmq_errno() == EINTR else { throw .last("zmq_poll") }
        }
        return (items[0].revents != 0, items[1].revents != 0)
    }

    /// A descriptor that becomes readable when the socket's state may have changed (zmq_getsockopt(3), ZMQ_FD).
    var descriptor: Int32 {
        var descriptor: Int32 = -1
        var size = MemoryLayout<Int32>.size
        zmq_getsockopt(raw, ZMQ_FD, &descriptor, &size)
        return descriptor
    }

    private var hasMoreFrames: Bool {
        var more: Int32 = 0
        var size = MemoryLayout<Int32>.size
        zmq_getsockopt(raw, ZMQ_RCVMORE, &more, &size)
        return more != 0
    }

    private func require(_ option: Int32, _ value: Int32) throws(ZeroMQError) {
        var value = value
        guard zmq_setsockopt(raw, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw .last("zmq_setsockopt \(option)")
        }
    }

    private func set(_ option: Int32, _ value: Int32) {
        var value = value
        zmq_setsockopt(raw, option, &value, MemoryLayout<Int32>.size)
    }
}

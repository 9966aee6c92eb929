import Glibc

/// Two connected sockets, one for this process and one for a program that it starts, closed on execution of others.
package struct SocketPair: Sendable {
    package let own: Int32
    package let child: Int32

    /// - Parameters:
    ///   - type: Whether messages keep their borders (`SOCK_SEQPACKET`) or not (`SOCK_STREAM`).
    ///   - program: Which program they are for, to be told where there are none to be had.
    package init(_ type: __socket_type, for program: String) throws(SpawnError) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw SpawnError(program: program, errno: errno)
        }
        (own, child) = (ends[0], ends[1])
    }
}

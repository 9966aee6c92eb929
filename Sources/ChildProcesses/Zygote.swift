import Glibc
import Synchronization

/// A program that is started once and then run many times, without the cost of its start.
///
/// `Sources/CZygote` holds the other end. A run goes to the one process that waits; runs that come meanwhile wait.
package final class Zygote: Sendable {
    private let program: String
    private let library: String
    private let environment: [String: String]
    private let process: Mutex<Running?>

    private struct Running {
        var child: ChildProcess
        var socket: Int32
    }

    /// - Parameters:
    ///   - library: The preloaded library, `libswiftlet-zygote.so`.
    ///   - environment: Changes to this process's environment.
    package init(_ program: String, library: String, environment: [String: String] = [:]) {
        self.program = program
        self.library = library
        self.environment = environment
        process = Mutex(nil)
        process.withLock { $0 = try? start() }
    }

    deinit {
        process.withLock { process in
            if let process { stop(process) }
        }
    }

    /// Runs the program in whichever of several waiting processes is free.
    package static func output(
        ofFree zygotes: [Zygote], _ arguments: [String], cancellation: Cancellation
    ) throws(SpawnError) -> (ExitStatus, String) {
        for zygote in zygotes {
            if let result = try zygote.outputIfFree(arguments, cancellation) { return result }
        }
        return try zygotes[0].output(arguments, cancellation: cancellation)
    }

    /// Runs the program to its end and returns what it wrote, standard output and standard error together.
    ///
    /// - Parameter cancellation: Kills the program, and whatever it has started.
    package func output(
        _ arguments: [String], cancellation: Cancellation
    ) throws(SpawnError) -> (ExitStatus, String) {
        try process.withLock { process throws(SpawnError) in try run(arguments, in: &process, cancellation) }
    }

    private func outputIfFree(
        _ arguments: [String], _ cancellation: Cancellation
    ) throws(SpawnError) -> (ExitStatus, String)? {
        try process.withLockIfAvailable { process throws(SpawnError) in
            try run(arguments, in: &process, cancellation)
        }
    }

    private func run(
        _ arguments: [String], in process: inout Running?, _ cancellation: Cancellation
    ) throws(SpawnError) -> (ExitStatus, String) {
        // A process that waits may have been killed meanwhile. Then another one is asked, once.
        for _ in 0..<2 {
            if process == nil { process = try start() }
            let running = process!
            guard cancellation.begin(running.child.id) else { break }
            defer { cancellation.end() }
            let pipe = try PipeEnds(for: program)
            defer { close(pipe.readEnd) }
            let sent = request(arguments, output: pipe.writeEnd, to: running.socket)
            close(pipe.writeEnd)
            let text = String(decoding: readToEnd(pipe.readEnd), as: UTF8.self)
            if sent, let status = receiveStatus(from: running.socket) { return (status, text) }
            stop(running)
            process = try? start()
        }
        return (.killed(signal: SIGKILL), "")
    }

    private func start() throws(SpawnError) -> Running {
        let sockets = try SocketPair(SOCK_SEQPACKET, for: program)
        defer { close(sockets.child) }
        // An argument list is one message; the kernel's default buffer may be smaller.
        var size: Int32 = 1 << 20
        setsockopt(sockets.own, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        let changes = environment.merging(["LD_PRELOAD": library, "SWIFTLET_ZYGOTE_SOCKET": "3"]) { $1 }
        do {
            let child = try ChildProcess(
                program, [], environment: ProcessEnvironment.current(changing: changes),
                descriptors: [3: sockets.child], newGroup: true)
            return Running(child: child, socket: sockets.own)
        } catch {
            close(sockets.own)
            throw error
        }
    }

    private func stop(_ running: Running) {
        close(running.socket)
        kill(-running.child.id, SIGKILL)
        _ = running.child.wait()
    }

    private func request(_ arguments: [String], output: Int32, to socket: Int32) -> Bool {
        var bytes: [UInt8] = []
        for argument in [program] + arguments {
            bytes += argument.utf8
            bytes.append(0)
        }
        var control = [UInt8](repeating: 0, count: 24)
        control.withUnsafeMutableBytes { control in
            // struct cmsghdr of one descriptor: length, level, type, then the descriptor.
            control.storeBytes(of: 20, as: Int.self)
            control.storeBytes(of: SOL_SOCKET, toByteOffset: 8, as: Int32.self)
            control.storeBytes(of: Int32(SCM_RIGHTS), toByteOffset: 12, as: Int32.self)
            control.storeBytes(of: output, toByteOffset: 16, as: Int32.self)
        }
        return bytes.withUnsafeMutableBytes { bytes in
            control.withUnsafeMutableBytes { control in
                var part = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
                return withUnsafeMutablePointer(to: &part) { part in
                    var message = msghdr()
                    message.msg_iov = part
                    message.msg_iovlen = 1
                    message.msg_control = control.baseAddress
                    message.msg_controllen = 20
                    return sendmsg(socket, &message, Int32(MSG_NOSIGNAL)) == bytes.count
                }
            }
        }
    }

    private func receiveStatus(from socket: Int32) -> ExitStatus? {
        var status: Int32 = 0
        while true {
            let count = recv(socket, &status, 4, 0)
            if count == 4 { return ExitStatus(waitStatus: status) }
            if count >= 0 || errno != EINTR { return nil }
        }
    }
}

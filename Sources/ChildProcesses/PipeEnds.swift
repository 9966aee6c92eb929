import Glibc
import Synchronization

/// The two ends of a pipe, closed on execution of another program.
package struct PipeEnds: Sendable {
    package let readEnd: Int32
    package let writeEnd: Int32

    /// - Parameter program: Which program the pipe is for, to be told where there is none to be had.
    package init(for program: String) throws(SpawnError) {
        let ends = forkLock.withLock { _ -> (Int32, Int32)? in
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { return nil }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[0], ends[1])
        }
        guard let ends else { throw SpawnError(program: program, errno: errno) }
        (readEnd, writeEnd) = ends
    }

    /// Several pipes, or none at all.
    package static func several(_ count: Int, for program: String) throws(SpawnError) -> [PipeEnds] {
        var pipes: [PipeEnds] = []
        do {
            for _ in 0..<count { pipes.append(try PipeEnds(for: program)) }
            return pipes
        } catch {
            for pipe in pipes {
                close(pipe.readEnd)
                close(pipe.writeEnd)
            }
            throw error
        }
    }
}

/// Reads until the other end is closed.
package func readToEnd(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 {
            bytes.append(contentsOf: buffer[..<count])
        } else if count == 0 || errno != EINTR {
            return bytes
        }
    }
}

/// Runs a program to its end and returns what it wrote, standard output and standard error together.
package func output(
    of program: String, _ arguments: [String], environment: [String]? = nil
) throws(SpawnError) -> (ExitStatus, String) {
    let pipe = try PipeEnds(for: program)
    defer { close(pipe.readEnd) }
    let child: ChildProcess
    do {
        defer { close(pipe.writeEnd) }
        child = try ChildProcess(
            program, arguments, environment: environment, descriptors: [1: pipe.writeEnd, 2: pipe.writeEnd])
    }
    let text = String(decoding: readToEnd(pipe.readEnd), as: UTF8.self)
    return (child.wait(), text)
}

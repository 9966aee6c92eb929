import Dispatch
import Glibc
import Synchronization

/// A program with everything that it starts, in a process group of its own that never outlives this process.
///
/// A shell that does nothing but wait leads the group. When this process ends, however it ends, or gives the group up,
/// the pipe to that shell closes, and the shell ends the group with itself. As long as the shell lives, no other group
/// can get the group's number.
package final class ProcessGroup: Sendable {
    private let leader: ChildProcess
    private let program: ChildProcess
    private let lifeline: Int32

    /// How long a program has to end in good order when it is interrupted.
    private static let grace = DispatchTimeInterval.milliseconds(200)

    /// Starts a program, which can read nothing.
    ///
    /// - Parameters:
    ///   - folder: Its working directory.
    ///   - environment: Its whole environment, as `NAME=value`; the parent's own if nothing is given.
    ///   - output: Its standard output.
    ///   - error: Its standard error.
    package init(
        _ name: String, _ arguments: [String], in folder: String, environment: [String]? = nil, output: Int32,
        error: Int32
    ) throws(SpawnError) {
        let pipe = try PipeEnds(for: name)
        defer { close(pipe.readEnd) }
        lifeline = pipe.writeEnd
        let waiting = "trap '' INT TERM HUP; read -r _; kill -KILL 0"
        do {
            leader = try ChildProcess("/bin/sh", ["-c", waiting], descriptors: [0: pipe.readEnd], newGroup: true)
        } catch {
            close(pipe.writeEnd)
            throw error
        }
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(null) }
        do {
            program = try ChildProcess(
                "/usr/bin/env", ["-C", folder, name] + arguments, environment: environment,
                descriptors: [0: null, 1: output, 2: error], group: leader.id)
        } catch {
            close(pipe.writeEnd)
            _ = leader.wait()
            throw error
        }
    }

    deinit {
        close(lifeline)
        _ = leader.wait()
    }

    /// Waits until the program ends. What it started in the background may go on.
    package func wait() -> ExitStatus { program.wait() }

    /// Asks everything in the group to end, and makes it end a moment later.
    package func interrupt() {
        kill(-leader.id, SIGINT)
        DispatchQueue.global().asyncAfter(deadline: .now() + ProcessGroup.grace) { [self] in kill(-leader.id, SIGKILL) }
    }

    /// Whether there is anything left but the shell that leads the group.
    package var isEmpty: Bool {
        guard let folder = opendir("/proc") else { return false }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let id = pid_t(name), id != leader.id else { continue }
            if getpgid(id) == leader.id { return false }
        }
        return true
    }
}

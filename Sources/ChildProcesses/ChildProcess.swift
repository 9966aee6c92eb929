import Glibc
import Synchronization

/// A program started by the kernel: the compiler, the linker, the cell host.
package struct ChildProcess: Sendable {
    package let id: pid_t

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: What follows the program's own name.
    ///   - environment: The whole environment of the child, as `NAME=value`; the parent's own if nothing is given.
    ///   - descriptors: For each descriptor of the child that it shall have, the parent's. All others are closed on
    ///     execution, as everything here opens with `O_CLOEXEC`.
    ///   - newGroup: Whether a Ctrl-C in the parent's terminal passes the child by.
    ///   - group: The process group that the child joins, if not the parent's or a new one.
    package init(
        _ program: String, _ arguments: [String], environment: [String]? = nil, descriptors: [Int32: Int32] = [:],
        newGroup: Bool = false, group: pid_t? = nil
    ) throws(SpawnError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (child, parent) in descriptors.sorted(by: { $0.key < $1.key }) {
            posix_spawn_file_actions_adddup2(&actions, parent, child)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The calling thread may have signals blocked, as those of queues have; and what the kernel ignores, its children
        // shall hear.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let setsGroup = newGroup || group != nil ? POSIX_SPAWN_SETPGROUP : 0
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | setsGroup))
        posix_spawnattr_setpgroup(&attributes, group ?? 0)

        let argv = ([program] + arguments).map { strdup($0) } + [nil]
        let envp = (environment ?? ProcessEnvironment.current).map { strdup($0) } + [nil]
        defer {
            for pointer in argv + envp { free(pointer) }
        }
        var id = pid_t()
        let status = forkLock.withLock { _ in posix_spawn(&id, program, &actions, &attributes, argv, envp) }
        guard status == 0 else { throw SpawnError(program: program, errno: status) }
        self.id = id
    }

    /// Waits until the program ends.
    package func wait() -> ExitStatus {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        return ExitStatus(waitStatus: status)
    }

    package func signal(_ signal: Int32) {
        kill(id, signal)
    }
}

package enum ExitStatus: Equatable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)

    /// From what `waitpid` says.
    init(waitStatus status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited(status >> 8 & 0xff) : .killed(signal: signal)
    }
}

/// A program that could not be started.
package struct SpawnError: Error, CustomStringConvertible {
    package var program: String
    package var errno: Int32
    package var description: String { "\(program) cannot be started: \(String(cString: strerror(errno)))" }
}

/// Held while a child starts and while a pipe is made: a pipe must not be inherited before it is marked as not to be.
let forkLock = Mutex(())

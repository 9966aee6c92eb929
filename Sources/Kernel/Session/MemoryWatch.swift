import ChildProcesses
import Foundation
import Glibc
import Synchronization

/// Ends a cell host that takes more memory than it may.
///
/// The host keeps the limit itself, for what the limit of the operating system counts; then a cell fails and the session
/// goes on. Memory that is shared between processes is not counted there, so this looks at what the host really has.
final class MemoryWatch: Sendable {
    private let process: ChildProcess
    private let limit: UInt64
    private let state = Mutex(State.watching)

    private enum State {
        case watching, over, exceeded
    }

    // Time enough for the host's own limit, which comes first, and for what it reserves.
    private static let tolerance: UInt64 = 256 << 20

    init?(_ process: ChildProcess, limit: MemoryLimit) {
        guard let bytes = limit.bytes else { return nil }
        self.process = process
        self.limit = bytes + MemoryWatch.tolerance
        Thread.detachNewThread { self.watch() }
    }

    /// Whether the host was ended because of what it had.
    var isExceeded: Bool { state.withLock { $0 == .exceeded } }

    /// The host is about to be waited for; its number may belong to another process after that.
    func end() {
        state.withLock { if $0 == .watching { $0 = .over } }
    }

    private func watch() {
        while true {
            let rest = state.withLock { state -> UInt64? in
                guard state == .watching else { return nil }
                let used = used
                if used <= limit { return limit - used }
                process.signal(SIGKILL)
                state = .exceeded
                return nil
            }
            guard let rest else { return }
            // Memory cannot be filled faster than this.
            let bytesPerMillisecond: UInt64 = 8_000_000
            usleep(UInt32(min(max(rest / bytesPerMillisecond, 10), 500)) * 1000)
        }
    }

    /// The memory that belongs to the host and not to a file, in bytes.
    private var used: UInt64 {
        guard let status = try? String(contentsOfFile: "/proc/\(process.id)/status", encoding: .utf8) else { return 0 }
        let counted = ["RssAnon:", "RssShmem:", "VmSwap:"]
        return status.split(separator: "\n").reduce(0) { sum, line in
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count >= 2, counted.contains(String(fields[0])), let kilobytes = UInt64(fields[1]) else {
                return sum
            }
            return sum + kilobytes * 1024
        }
    }
}

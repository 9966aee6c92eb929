import CCellRuntime
import Glibc
import SessionLink

/// Tells of a cell that uses more memory than it may, or that can have no more and still does not fail: the C library
/// looks for a free place with more and more effort, and the cell crawls.
struct MemoryPressure {
    /// How often to look, in milliseconds.
    static let interval: Int32 = 50
    private var isExceeded = false
    private var crawlsSince: ContinuousClock.Instant?

    mutating func look() {
        isExceeded = swiftlet_memory_is_exceeded()
        crawlsSince = swiftlet_memory_is_crawling() ? crawlsSince ?? .now : nil
    }

    var isUnbearable: Bool {
        isExceeded || crawlsSince.map { $0.duration(to: .now) > .seconds(2) } ?? false
    }

    /// A cell that was stopped for this, told as one that failed by itself.
    static func outcome(_ stack: CallStack) -> CellOutcome {
        swiftlet_process_complain("Fatal error: failed to allocate memory")
        return .trapped(signal: SIGABRT, address: 0, stackOverflow: false, stack)
    }
}

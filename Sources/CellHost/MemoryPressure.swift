import CCellRuntime
import SessionLink

/// Tells of a cell that can have no more memory and still does not fail: the C library looks for a free place with more
/// and more effort, and the cell crawls.
struct MemoryPressure {
    /// How often to look, in milliseconds.
    static let interval: Int32 = 500
    private var crawlsSince: ContinuousClock.Instant?

    mutating func look() {
        crawlsSince = swiftlet_memory_is_crawling() ? crawlsSince ?? .now : nil
    }

    var isUnbearable: Bool { crawlsSince.map { $0.duration(to: .now) > .seconds(2) } ?? false }

    static func outcome(frames: [StackFrame]) -> CellOutcome {
        .threw(
            type: "OutOfMemory",
            description:
                "The cell has used up the memory that a session may use. `swiftlet install --memory-limit` sets "
                + "another limit.",
            frames: frames)
    }
}

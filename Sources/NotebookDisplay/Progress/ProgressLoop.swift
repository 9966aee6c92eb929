internal import Synchronization

/// One run of a loop, with its bar. It ends with the last element, or with the iterator where the loop is left before.
final class ProgressLoop: Sendable {
    private let bar: ProgressBar
    private let hasStarted = Mutex(false)

    init(total: Int?, description: String, now: @escaping @Sendable () -> Duration = ProgressBar.clock) {
        bar = ProgressBar(total: total, description: description, now: now)
        ProgressLoops.enter(bar)
    }

    deinit {
        ProgressLoops.leave(bar)
        bar.endLoop(.stopped)
    }

    /// Counts the step that is over once the next element is asked for: the loop's body.
    func willAdvance() {
        let isStepOver = hasStarted.withLock { hasStarted in
            defer { hasStarted = true }
            return hasStarted
        }
        if isStepOver { bar.advance() }
    }

    func end() {
        ProgressLoops.leave(bar)
        bar.endLoop(.finished)
    }
}

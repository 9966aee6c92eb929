internal import Synchronization

/// The loops with a bar that are running now, by the flow of control that they run in: a bar made inside of one stands
/// below that loop's.
enum ProgressLoops {
    private struct Running {
        weak var bar: ProgressBar?
        let flow: Flow
    }

    private static let running = Mutex<[Running]>([])

    /// The bar of the innermost loop around the caller.
    static var current: ProgressBar? {
        let flow = Flow.current
        return running.withLock { loops in loops.last { $0.flow == flow && $0.bar != nil }?.bar }
    }

    static func enter(_ bar: ProgressBar) {
        let flow = Flow.current
        running.withLock { loops in
            loops.removeAll { $0.bar == nil }
            loops.append(Running(bar: bar, flow: flow))
        }
    }

    static func leave(_ bar: ProgressBar) {
        running.withLock { loops in loops.removeAll { $0.bar == nil || $0.bar === bar } }
    }
}

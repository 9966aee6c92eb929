import Synchronization

/// A clock that goes when it is told to.
final class TestClock: Sendable {
    private let time = Mutex(Duration.zero)
    func pass(_ duration: Duration) { time.withLock { $0 += duration } }
    var now: @Sendable () -> Duration { { self.time.withLock { $0 } } }
}

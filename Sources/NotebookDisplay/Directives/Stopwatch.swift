internal import Glibc

/// Takes the time of the statements behind `%time`. The kernel writes the calls.
public struct _Stopwatch: Sendable {
    private let start = ProcessTimes()

    public init() {}

    /// Prints what the clocks say since the stopwatch was made.
    public func stop() {
        print(start.duration(to: ProcessTimes()))
    }
}

/// What the clocks of the process say at a moment, in seconds.
struct ProcessTimes {
    var wall: Double
    /// Of all threads.
    var user: Double
    var system: Double

    init() {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        user = seconds(usage.ru_utime)
        system = seconds(usage.ru_stime)
        wall = monotonicSeconds()
    }

    func duration(to end: ProcessTimes) -> String {
        let (user, system) = (end.user - user, end.system - system)
        return """
            CPU times: user \(durationText(user)), sys: \(durationText(system)), total: \(durationText(user + system))
            Wall time: \(durationText(end.wall - wall))
            """
    }
}

func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
}

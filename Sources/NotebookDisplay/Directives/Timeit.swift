/// Runs the statements behind `%timeit` again and again and prints how long one run takes. The kernel writes the call.
///
/// - Parameters:
///   - loops: How many runs there are between two looks at the clock; as many as take 0.2 s if nothing is given.
///   - runs: How many times that is repeated.
public func _timeit(loops: Int?, runs: Int, _ body: () throws -> Void) rethrows {
    func duration(of loops: Int) throws -> Double {
        let start = monotonicSeconds()
        for _ in 0..<loops { try body() }
        return monotonicSeconds() - start
    }
    var count = loops ?? 1
    if loops == nil {
        while try duration(of: count) < shortestMeasurement && count < mostLoops { count *= 10 }
    }
    var measurements: [Double] = []
    for _ in 0..<runs { measurements.append(try duration(of: count) / Double(count)) }
    print(TimingSummary(measurements, loops: count).text)
}

/// The same for statements with `await`.
public func _timeitAsync(
    loops: Int?, runs: Int, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void
) async rethrows {
    var count = loops ?? 1
    if loops == nil {
        while true {
            let start = monotonicSeconds()
            for _ in 0..<count { try await body() }
            if monotonicSeconds() - start >= shortestMeasurement || count >= mostLoops { break }
            count *= 10
        }
    }
    var measurements: [Double] = []
    for _ in 0..<runs {
        let start = monotonicSeconds()
        for _ in 0..<count { try await body() }
        measurements.append((monotonicSeconds() - start) / Double(count))
    }
    print(TimingSummary(measurements, loops: count).text)
}

/// Uses a value, so that the compiler must compute it.
public func _keep<Value: ~Copyable>(_ value: borrowing Value) {}

/// As IPython's: shorter ones say more of the clock than of the code.
private let shortestMeasurement = 0.2
private let mostLoops = 1_000_000_000

/// What `%timeit` says of its measurements.
package struct TimingSummary {
    /// Seconds for one run of the statements.
    private let measurements: [Double]
    private let loops: Int

    package init(_ measurements: [Double], loops: Int) {
        self.measurements = measurements
        self.loops = loops
    }

    package var text: String {
        let count = Double(measurements.count)
        let mean = measurements.reduce(0, +) / count
        let deviation = (measurements.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        let result =
            "\(durationText(mean)) ± \(durationText(deviation)) per loop (mean ± std. dev. of \(measurements.count) "
            + "run\(measurements.count == 1 ? "" : "s"), \(grouped(loops)) loop\(loops == 1 ? "" : "s") each)"
        return [doubt, result].compactMap { $0 }.joined(separator: "\n")
    }

    private var doubt: String? {
        guard let best = measurements.min(), let worst = measurements.max(), best > 0, worst > 4 * best, worst > 1e-6
        else { return nil }
        let tenths = Int((worst / best * 10).rounded())
        return
            "The slowest run took \(tenths / 10).\(tenths % 10) times longer than the fastest. This could mean that an "
            + "intermediate result is being cached."
    }
}

import DeepLearning

/// Milliseconds for one step: the median of five rounds that take about 0.2 s each, after a warm-up.
func millisecondsPerStep(_ step: () -> Void) -> Double {
    let clock = ContinuousClock()
    func milliseconds(_ steps: Int) -> Double {
        let elapsed = clock.measure { for _ in 0..<steps { step() } }
        return elapsed / .milliseconds(1) / Double(steps)
    }
    _ = milliseconds(3)
    var steps = 1
    while milliseconds(steps) * Double(steps) < 100 { steps *= 2 }
    let rounds = (0..<5).map { _ in milliseconds(2 * steps) }
    return rounds.sorted()[2]
}

internal import Tensors

/// In which order hyper-parameters are tried.
public struct SearchStrategy: Sendable {
    enum Kind: Sendable {
        case grid(points: Int)
        case random(trials: Int)
        case coarseToFine(trials: Int, rounds: Int, factor: Double)
        case successiveHalving(trials: Int, budget: ClosedRange<Double>, factor: Int)
    }

    let kind: Kind

    /// Every combination of a few values each: all choices, and so many points of each range.
    public static func grid(points: Int = 5) -> SearchStrategy {
        check(points > 0, "grid(points: \(points)): a positive number is wanted")
        return SearchStrategy(kind: .grid(points: points))
    }

    /// Values drawn at random, which finds good ones sooner than a grid where only some of the hyper-parameters matter
    /// (Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012).
    public static func random(trials: Int) -> SearchStrategy {
        check(trials > 0, "random(trials: \(trials)): a positive number is wanted")
        return SearchStrategy(kind: .random(trials: trials))
    }

    /// Rounds of random trials, each in a smaller part of the space around the best trial so far.
    ///
    /// - Parameters:
    ///   - trials: In each round.
    ///   - factor: The width of a round's ranges, as a part of that of the round before.
    public static func coarseToFine(trials: Int, rounds: Int = 3, factor: Double = 0.4) -> SearchStrategy {
        check(
            trials > 0 && rounds > 0 && factor > 0 && factor < 1,
            "coarseToFine(trials: \(trials), rounds: \(rounds), factor: \(factor)): positive numbers are wanted, and a "
                + "factor below 1")
        return SearchStrategy(kind: .coarseToFine(trials: trials, rounds: rounds, factor: factor))
    }

    /// Many random trials with little budget; the best of them, one in `factor`, again with `factor` times as much, and so on
    /// (Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016).
    ///
    /// - Parameter budget: From that of the first trials to that of the last, as epochs; see `Trial.budget`.
    public static func successiveHalving(
        trials: Int, budget: ClosedRange<Double>, factor: Int = 3
    ) -> SearchStrategy {
        check(
            trials > 0 && budget.lowerBound > 0 && factor > 1,
            "successiveHalving(trials: \(trials), budget: \(budget), factor: \(factor)): positive numbers are wanted, and a "
                + "factor above 1")
        return SearchStrategy(kind: .successiveHalving(trials: trials, budget: budget, factor: factor))
    }

    private static func check(_ condition: Bool, _ problem: String) {
        if !condition { fatalError("SearchStrategy.\(problem)") }
    }
}

/// The trials that a strategy asks for, stage after stage.
struct SearchPlan {
    let space: [(name: String, values: Hyperparameter)]
    let strategy: SearchStrategy
    let isMaximized: Bool
    let seed: UInt64

    /// The trials of all stages that can be known from the results so far; more follow once these are done.
    func trials(_ results: [Int: TrialResult]) -> [Trial] {
        switch strategy.kind {
        case .grid(let points): return grid(points)
        case .random(let count): return random(count, in: space, stage: 0, first: 0, budget: 1)
        case .coarseToFine(let count, let rounds, let factor): return coarseToFine(count, rounds, factor, results)
        case .successiveHalving(let count, let budget, let factor): return halving(count, budget, factor, results)
        }
    }

    /// How many trials there will be.
    var count: Int {
        switch strategy.kind {
        case .grid(let points): return space.reduce(1) { $0 * $1.values.grid(points: points).count }
        case .random(let trials): return trials
        case .coarseToFine(let trials, let rounds, _): return trials * rounds
        case .successiveHalving(let trials, let budget, let factor):
            return rungs(trials, budget, factor).reduce(0) { $0 + $1.count }
        }
    }

    private func grid(_ points: Int) -> [Trial] {
        var combinations: [[(name: String, value: HyperparameterValue)]] = [[]]
        for (name, values) in space {
            combinations = combinations.flatMap { start in values.grid(points: points).map { start + [(name, $0)] } }
        }
        return combinations.enumerated().map { Trial(number: $0, values: $1, budget: 1) }
    }

    private func random(
        _ count: Int, in space: [(name: String, values: Hyperparameter)], stage: Int, first: Int, budget: Double
    ) -> [Trial] {
        let generator = RandomGenerator(seed: seed &+ UInt64(stage))
        return (0..<count).map { index in
            Trial(number: first + index, values: space.map { ($0.name, $0.values.random(generator)) }, budget: budget)
        }
    }

    private func coarseToFine(
        _ count: Int, _ rounds: Int, _ factor: Double, _ results: [Int: TrialResult]
    ) -> [Trial] {
        var (space, trials) = (space, [Trial]())
        for round in 0..<rounds {
            trials += random(count, in: space, stage: round, first: round * count, budget: 1)
            let ranked = ranked(trials.compactMap { results[$0.number] })
            if trials.contains(where: { results[$0.number] == nil }) { break }
            guard let best = ranked.first?.trial else { break }
            let good = ranked.prefix((ranked.count + 2) / 3).map(\.trial)
            space = space.enumerated().map { index, parameter in
                let values = parameter.values.narrowed(
                    by: factor, around: best.values[index].value, good: good.map { $0.values[index].value })
                return (parameter.name, values)
            }
        }
        return trials
    }

    private func rungs(_ trials: Int, _ budget: ClosedRange<Double>, _ factor: Int) -> [(count: Int, budget: Double)] {
        var rungs = [(count: trials, budget: budget.lowerBound)]
        while let last = rungs.last, last.count > 1, last.budget < budget.upperBound {
            rungs.append(
                (Swift.max(1, last.count / factor), Swift.min(last.budget * Double(factor), budget.upperBound)))
        }
        return rungs
    }

    private func halving(
        _ count: Int, _ budget: ClosedRange<Double>, _ factor: Int, _ results: [Int: TrialResult]
    ) -> [Trial] {
        let rungs = rungs(count, budget, factor)
        var rung = random(count, in: space, stage: 0, first: 0, budget: rungs[0].budget)
        var trials = rung
        for (count, budget) in rungs.dropFirst() {
            if rung.contains(where: { results[$0.number] == nil }) { break }
            let best = ranked(rung.compactMap { results[$0.number] }).prefix(count).map(\.trial)
            if best.isEmpty { break }
            rung = best.enumerated().map { index, trial in
                Trial(number: trials.count + index, values: trial.values, budget: budget)
            }
            trials += rung
        }
        return trials
    }

    /// Those that did not fail, best first.
    func ranked(_ results: [TrialResult]) -> [TrialResult] {
        results.filter { $0.score != nil }.sorted {
            $0.score! == $1.score!
                ? $0.trial.number < $1.trial.number : isMaximized ? $0.score! > $1.score! : $0.score! < $1.score!
        }
    }
}

import Tensors
import Testing
import Training

@Suite struct SearchStrategyTests {
    func results(
        _ strategy: SearchStrategy, _ space: KeyValuePairs<String, Hyperparameter>,
        goal: HyperparameterSearch.Goal = .minimize, _ objective: (Trial) throws -> Double
    ) throws -> SearchResults {
        try HyperparameterSearch(space, by: strategy, goal: goal, seed: 5).run(objective)
    }

    @Test func aGridHasEveryCombination() throws {
        var tried: [String] = []
        let found = try results(
            .grid(points: 3),
            [
                "rate": .logUniform(0.01...1), "layers": .integers(1...2), "activation": .choice(["relu", "tanh"]),
            ]
        ) { trial in
            let (rate, layers, activation): (Double, Int, String) = (
                trial["rate"], trial["layers"], trial["activation"]
            )
            tried.append("\((rate * 1000).rounded() / 1000) \(layers) \(activation)")
            return rate + Double(layers)
        }
        #expect(tried.count == 12 && Set(tried).count == 12)
        #expect(tried[0] == "0.01 1 relu" && tried[1] == "0.01 1 tanh" && tried[4] == "0.1 1 relu")
        #expect(found.best?.score == 1.01)
        #expect(found.map { $0.score! } == found.map { $0.score! }.sorted())
    }

    @Test func logarithmsAreEvenlyDrawn() throws {
        var rates: [Double] = []
        var widths: [Int] = []
        _ = try results(.random(trials: 600), ["rate": .logUniform(1e-4...1), "width": .logIntegers(1...100)]) {
            trial in
            rates.append(trial["rate"])
            widths.append(trial["width"])
            return 0
        }
        for decade in 0..<4 {
            let low = 1e-4 * pow(10.0, decade)
            let share = Double(rates.count { $0 >= low && $0 < 10 * low }) / 600
            #expect((share - 0.25).magnitude < 0.06, "from \(low): \(share)")
        }
        #expect(widths.min()! >= 1 && widths.max()! <= 100)
        #expect((Double(widths.count { $0 < 10 }) / 600 - 0.5).magnitude < 0.08)
    }

    @Test func fineRoundsLieAroundTheBestTrial() throws {
        var rates: [Double] = []
        let found = try results(
            .coarseToFine(trials: 12, rounds: 4), ["rate": .logUniform(1e-5...10), "kind": .choice(["good", "bad"])]
        ) { trial in
            let (rate, kind): (Double, String) = (trial["rate"], trial["kind"])
            rates.append(rate)
            return (log(rate) - log(0.03)).magnitude + (kind == "bad" ? 100 : 0)
        }
        func spread(_ part: ArraySlice<Double>) -> Double { log(part.max()!) - log(part.min()!) }
        #expect(spread(rates[36...]) < 0.2 * spread(rates[..<12]))
        #expect((log(found.best!.trial["rate"] as Double) - log(0.03)).magnitude < 0.1)
    }

    @Test func halvingGivesTheBestOnesMore() throws {
        var budgets: [Double: [Double]] = [:]
        let found = try results(
            .successiveHalving(trials: 27, budget: 1...9), ["x": .uniform(0...1)], goal: .maximize
        ) { trial in
            budgets[trial.budget, default: []].append(trial["x"])
            return trial["x"]
        }
        #expect(budgets.mapValues(\.count) == [1: 27, 3: 9, 9: 3])
        #expect(Set(budgets[3]!) == Set(budgets[1]!.sorted().suffix(9)))
        #expect(found.best?.trial.budget == 9)
        #expect(found.best?.score == budgets[1]!.max())
    }

    @Test func theSameSeedTriesTheSame() throws {
        func tried(_ seed: UInt64) throws -> [Double] {
            var values: [Double] = []
            try HyperparameterSearch(["x": .uniform(0...1)], by: .random(trials: 5), goal: .minimize, seed: seed).run {
                values.append($0["x"])
                return Tensor.uniform([1]).item() + $0["x"]
            }
            return values
        }
        #expect(try tried(1) == tried(1))
        #expect(try tried(1) != tried(2))
    }
}

import Tensors
import Testing

/// The streams against an independent one, so that they are the same on every machine.
@Suite struct RandomGoldenTests {
    @Test(arguments: try GoldenFile("random").cases)
    func agreesWithTheDefinition(test: GoldenFile.Case) {
        let generator = RandomGenerator(seed: (1 << 40) + 5)
        switch test.expression {
        case "uniform float32": expectGolden(test, tolerance: 0, [.uniform([20], generator: generator)])
        case "uniform float64":
            expectGolden(test, tolerance: 0, [.uniform([20], dtype: .float64, generator: generator)])
        case "normal": expectGolden(test, [.normal([20], dtype: .float64, generator: generator)])
        case "integers": expectGolden(test, tolerance: 0, [.randomIntegers(in: 0..<1000, [20], generator: generator)])
        case "bernoulli":
            expectGolden(test, tolerance: 0, [.bernoulli([20], probability: 0.3, generator: generator)])
        default: Issue.record("no Swift for \(test.expression)")
        }
    }
}

import NeuralNetworks
import Tensors
import Testing

@Suite struct PerceptronTests {
    let x = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])

    @Test(arguments: [[0, 0, 0, 1], [0, 1, 1, 1], [1, 1, 1, 0]])
    func gatesThatALineSeparatesAreLearned(labels: [Int]) {
        let gate = Perceptron(2)
        let mistakes = gate.fit(x, labels: labels)
        #expect(mistakes.last == 0 && mistakes.count < 20)
        #expect(gate.predict(x) == labels)
    }

    @Test func theRuleIsTheLectures() {
        let gate = Perceptron(2)
        // 0 for everything at first: the only mistake is the last sample, which moves weights and bias by λ x and λ.
        #expect(gate.fit(x, labels: [0, 0, 0, 1], learningRate: 0.5, epochs: 1) == [1])
        #expect(gate.weight.scalars() == [0.5, 0.5])
        #expect(gate.bias.scalars() == [0.5])
        // Then the first one is wrong, which moves back the bias alone.
        gate.fit(x[0..<1], labels: [0], learningRate: 0.5, epochs: 1)
        #expect(gate.weight.scalars() == [0.5, 0.5])
        #expect(gate.bias.scalars() == [0])
    }

    @Test func xorIsNotLearnedByOneButMadeOfThree() {
        let gate = Perceptron(2)
        let mistakes = gate.fit(x, labels: [0, 1, 1, 0], epochs: 50)
        #expect(mistakes.count == 50 && mistakes.allSatisfy { $0 > 0 })
        let (nand, or, and) = (Perceptron(2), Perceptron(2), Perceptron(2))
        nand.fit(x, labels: [1, 1, 1, 0])
        or.fit(x, labels: [0, 1, 1, 1])
        and.fit(x, labels: [0, 0, 0, 1])
        let hidden = Tensor.concatenated([nand(x), or(x)], axis: 1)
        #expect(and.predict(hidden) == [0, 1, 1, 0])
    }

    @Test func severalClassesAreLearned() {
        let generator = RandomGenerator(seed: 3)
        let centers = Tensor([[3, 0], [-3, 2], [0, -4]])
        let labels = (0..<30).map { $0 % 3 }
        let points = centers.gathered(rows: labels) + Tensor.uniform([30, 2], low: -1, high: 1, generator: generator)
        let model = Perceptron(2, classes: 3)
        #expect(model.fit(points, labels: labels).last == 0)
        #expect(model.predict(points) == labels)
        #expect(model(points).shape == [30, 3])
        // A mistake moves the label's unit towards the sample and the predicted one's away.
        let fresh = Perceptron(2, classes: 3)
        fresh.fit(Tensor([[1, 2]]), labels: [2], epochs: 1)
        #expect(fresh.weight.scalars() == [-1, -2, 0, 0, 1, 2])
        #expect(fresh.bias.scalars() == [-1, 0, 1])
    }

    @Test func labelsOutsideTheClassesAreRefused() async {
        expectMessage(
            ["Perceptron(2, 2 classes)", "labels[0] is 2; with 2 classes it must be 0..<2"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                Perceptron(2).fit(Tensor([[1, 2]]), labels: [2])
            })
    }
}

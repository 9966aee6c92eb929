import NeuralNetworks
import Tensors
import Testing

@Suite struct LinearTests {
    @Test func itIsThatOfPyTorch() throws {
        try expectGolden("linear", Linear(4, 3))
        try expectGolden("linear sequences", Linear(4, 3))
        try expectGolden("linear no bias", Linear(4, 3, bias: false))
    }

    @Test func theInputsMayComeWithTheFirstInput() throws {
        let layer = Linear(outputs: 3, generator: RandomGenerator(seed: 3))
        let optimizer = SGD(layer, learningRate: 0.1)
        #expect(layer.parameterCount == 0)
        #expect(layer.layerDescription == "Linear(? → 3)")
        #expect(layer.summary.contains("weight (by the first input)"))
        layer(Tensor.ones([2, 4])).sum().backward()
        #expect(layer.weight.shape == [3, 4])
        #expect(layer.parameterCount == 15)
        #expect(layer.weight.scalars() == Linear(4, 3, generator: RandomGenerator(seed: 3)).weight.scalars())
        let before = layer.weight.scalars()
        optimizer.step()
        #expect(layer.weight.scalars() != before)
        try expectGolden("linear", Linear(outputs: 3))
    }

    @Test func itOverfits() {
        let generator = RandomGenerator(seed: 5)
        let model = Sequential(Linear(3, 16, generator: generator), Tanh(), Linear(16, 2, generator: generator))
        let (x, y) = (Tensor.normal([6, 3], generator: generator), Tensor.normal([6, 2], generator: generator))
        expectOverfitting(model) { meanSquaredError(model(x), y) }
    }

    @Test func inputsOfAnotherWidthAreRefusedByName() async {
        expectMessage(
            ["1.fc (Linear(4 → 3))", "[2, 5]", "4 features on the last axis are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                final class Block: Module {
                    let fc = Linear(4, 3)
                    override func forward(_ input: Tensor) -> Tensor { fc(input) }
                }
                _ = Sequential(Linear(3, 5), Block())(Tensor.ones([2, 3]))
            })
        expectMessage(
            ["Linear(4 → 3)", "[0, 4]", "a batch without elements"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Linear(4, 3)(Tensor.ones([0, 4]))
            })
        expectMessage(
            ["Linear", "(0, 3)", "must be positive"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = Linear(0, 3) })
    }
}

import NeuralNetworks
import Tensors
import Testing

@Suite struct BatchNormTests {
    @Test func itIsThatOfPyTorch() throws {
        try expectGolden("batchNorm1D", BatchNorm1D(3))
        try expectGolden("batchNorm1D sequences", BatchNorm1D(3))
        try expectGolden("batchNorm2D", BatchNorm2D())
        let evaluated = BatchNorm2D(3)
        evaluated.eval()
        try expectGolden("batchNorm2D eval", evaluated)
    }

    @Test func itsStateHasPyTorchsNames() {
        #expect(
            BatchNorm2D(2).state.map(\.name) == [
                "weight", "bias", "running_mean", "running_var", "num_batches_tracked",
            ])
    }

    @Test func aBatchOfOneIsRefusedInTrainingOnly() async {
        let layer = BatchNorm1D(3)
        layer.eval()
        #expect(layer(Tensor.ones([1, 3])).shape == [1, 3])
        expectMessage(
            ["1 (BatchNorm1D(3))", "[1, 3], one number a channel"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Sequential(Linear(2, 3), BatchNorm1D(3))(Tensor.ones([1, 2]))
            })
        expectMessage(
            ["BatchNorm2D(3)", "[2, 3]", "2 axes; 4 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = BatchNorm2D(3)(Tensor.ones([2, 3]))
            })
    }

    @Test func withTheReLUThatFollowsItIsWhatTheTwoAreAlone() {
        let x = Tensor.normal([6, 3, 4, 5], generator: RandomGenerator(seed: 2))
        func results(_ run: (BatchNorm2D, Tensor) -> Tensor) -> [Tensor] {
            let (layer, input) = (BatchNorm2D(3), x.requiringGrad())
            layer.weight = Tensor([0.5, 2, -1])
            layer.bias = Tensor([0.1, -0.2, 0.3])
            let output = run(layer, input)
            (output * x).sum().backward()
            layer.eval()
            let gradients = [input.grad!, layer.$weight!.grad!, layer.$bias!.grad!]
            return [output, run(layer, input), layer.runningMean, layer.runningVariance] + gradients
        }
        let alone = results { $0($1).relu() }
        let joined = results { Sequential($0, ReLU())($1) }
        for (found, expected) in zip(joined, alone) { expectClose(found, expected) }
    }

    @Test func hooksSeeItsOwnOutput() {
        let layer = BatchNorm1D(2)
        let relu = ReLU()
        let x = Tensor([[1, 2], [3, 1], [2, 9]])
        var seen: [Tensor] = []
        let hooks = [layer, relu].map { $0.registerForwardHook { _, _, output in seen.append(output) } }
        let output = Sequential(layer, relu)(x)
        #expect(seen.count == 2)
        #expect(seen[0].min().item() < 0 && seen[1].scalars() == output.scalars())
        for hook in hooks { hook.remove() }
        #expect(Sequential(layer, relu)(x).scalars() == output.scalars())
    }

    @Test func aStackWithItOverfits() {
        let generator = RandomGenerator(seed: 5)
        let model = Sequential(
            Linear(3, 16, generator: generator), BatchNorm1D(), ReLU(), LayerNorm(16),
            Linear(16, 2, generator: generator))
        let (x, y) = (Tensor.normal([6, 3], generator: generator), Tensor.normal([6, 2], generator: generator))
        expectOverfitting(model) { meanSquaredError(model(x), y) }
    }
}

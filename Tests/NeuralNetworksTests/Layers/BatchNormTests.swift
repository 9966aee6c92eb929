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

    @Test func aStackWithItOverfits() {
        let generator = RandomGenerator(seed: 5)
        let model = Sequential(
            Linear(3, 16, generator: generator), BatchNorm1D(), ReLU(), LayerNorm(16),
            Linear(16, 2, generator: generator))
        let (x, y) = (Tensor.normal([6, 3], generator: generator), Tensor.normal([6, 2], generator: generator))
        expectOverfitting(model) { meanSquaredError(model(x), y) }
    }
}

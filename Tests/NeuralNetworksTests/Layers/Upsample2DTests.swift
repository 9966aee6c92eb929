import NeuralNetworks
import Tensors
import Testing

@Suite struct Upsample2DTests {
    @Test func eachPixelIsRepeated() {
        let x = Tensor([[1, 2], [3, 4]]).reshape(1, 1, 2, 2)
        let enlarged = Upsample2D([2, 3])(x)
        #expect(enlarged.shape == [1, 1, 4, 6])
        #expect(enlarged[0, 0, 1].scalars() == [1, 1, 1, 2, 2, 2])
        #expect(enlarged[0, 0, 2].scalars() == [3, 3, 3, 4, 4, 4])
    }

    @Test(arguments: [DifferentiationMode.reverse, .forward])
    func theGradientIsTheSumOfTheCopies(mode: DifferentiationMode) throws {
        let x = Tensor.normal([2, 3, 2, 2], dtype: .float64, generator: RandomGenerator(seed: 1))
        try checkGradients(of: Upsample2D(2), at: [x], mode: mode) { layer, inputs in layer(inputs[0]) }
    }

    @Test func anEnlargementCanBeLearnedThrough() {
        let generator = RandomGenerator(seed: 2)
        let model = Sequential(
            Upsample2D(2), Conv2D(1, 1, kernel: 3, padding: 1, generator: generator))
        let (x, y) = (
            Tensor.normal([1, 1, 3, 3], generator: generator), Tensor.normal([1, 1, 6, 6], generator: generator)
        )
        let optimizer = Adam(model, learningRate: 0.05)
        let first = meanSquaredError(model(x), y).item()
        for _ in 0..<60 {
            optimizer.zeroGrad()
            meanSquaredError(model(x), y).backward()
            optimizer.step()
        }
        #expect(meanSquaredError(model(x), y).item() < 0.9 * first)
    }

    @Test func whatCannotBeEnlargedIsRefused() async {
        expectMessage(
            ["Upsample2D", "[4, 4]", "[batch, channels, height, width] is wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Upsample2D(2)(Tensor.ones([4, 4]))
            })
        expectMessage(
            ["Upsample2D", "a factor of"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Upsample2D([0, 1])
            })
    }
}

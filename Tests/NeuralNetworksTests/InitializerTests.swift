import NeuralNetworks
import Tensors
import Testing

@Suite struct InitializerTests {
    let generator = RandomGenerator(seed: 9)

    @Test func uniformKindsKeepTheirBounds() {
        let shape: Shape = [40, 30, 3, 2]
        // Fan-in 30 · 6 = 180, fan-out 40 · 6 = 240.
        for (initializer, bound) in [
            (Initializer.xavierUniform(gain: 2), 2 * (6.0 / 420).squareRoot()),
            (.heUniform(), (6.0 / 180).squareRoot()),
            (.heUniform(.fanOut, gain: .linear), (3.0 / 240).squareRoot()),
            (.uniform(low: -0.5, high: 0.5), 0.5),
        ] {
            let values = initializer(shape, generator: generator)
            #expect(values.shape == shape)
            let largest = values.abs().max().item()
            #expect(largest <= bound * 1.000001 && largest > 0.99 * bound, "\(initializer.name)")
            #expect((values.variance().item() / (bound * bound / 3) - 1).magnitude < 0.05, "\(initializer.name)")
        }
    }

    @Test func normalKindsHaveTheirDeviations() {
        let shape: Shape = [60, 50]
        for (initializer, deviation) in [
            (Initializer.xavierNormal(), (2.0 / 110).squareRoot()),
            (.heNormal(), (2.0 / 50).squareRoot()),
            (.heNormal(.fanOut, gain: .leakyReLU(0.2)), (2 / 1.04 / 60).squareRoot()),
            (.normal(standardDeviation: 0.3), 0.3),
        ] {
            let values = initializer(shape, dtype: .float64, generator: generator)
            #expect(values.dtype == .float64)
            #expect((values.standardDeviation().item() / deviation - 1).magnitude < 0.06, "\(initializer.name)")
            #expect(values.mean().item().magnitude < 0.1 * deviation, "\(initializer.name)")
        }
    }

    @Test func orthogonalRowsStandAtRightAngles() {
        for shape: Shape in [[4, 4], [3, 5], [5, 3], [3, 2, 2]] {
            let matrix = Initializer.orthogonal(gain: 2)(shape, dtype: .float64, generator: generator)
                .reshape(shape[0], -1)
            let size = min(matrix.shape[0], matrix.shape[1])
            let product =
                matrix.shape[0] <= matrix.shape[1]
                ? matrix.matmul(matrix.transposed()) : matrix.transposed().matmul(matrix)
            expectClose(product, Tensor.eye(size, dtype: .float64) * 4, tolerance: 1e-12)
        }
    }

    @Test func theModelsParametersTakeThemByName() async {
        let model = Sequential(Linear(3, 4), Linear(4, 2))
        model.initialize("*.bias", with: .zeros)
        model.initialize("1.weight", with: .constant(0.5))
        #expect(model.gradients.count == 4)
        #expect(model.parameters[1].value.scalars() == [0, 0, 0, 0])
        #expect(model.parameters[2].value.scalars().allSatisfy { $0 == 0.5 })
        #expect(model.parameters[0].value.scalars().contains { $0 != 0 })
        expectMessage(
            ["xavierNormal", "[3] has no inputs and outputs"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Initializer.xavierNormal()([3])
            })
    }

    @Test func gainsAreThoseOfPyTorch() {
        #expect(Gain.tanh.value == 5.0 / 3)
        #expect((Gain.leakyReLU(0.1).value - 1.4071950894605838).magnitude < 1e-15)
    }
}

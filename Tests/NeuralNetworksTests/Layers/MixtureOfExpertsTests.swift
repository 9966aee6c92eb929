import NeuralNetworks
import Tensors
import Testing

@Suite struct MixtureOfExpertsTests {
    func model(_ selected: Int? = nil) -> MixtureOfExperts {
        MixtureOfExperts([Linear(3, 2), Linear(3, 2), Linear(3, 2)], gate: Linear(3, 3), selected: selected)
    }

    @Test func itIsThatOfPyTorch() throws {
        try expectGolden("mixture of experts", in: "others", model())
        try expectGolden("mixture of two experts", in: "others", model(2))
    }

    @Test func theGateWeighsTheExperts() {
        let weights = model(1).weights(Tensor.normal([5, 3], generator: RandomGenerator(seed: 2)))
        #expect(weights.sum(axis: 1).scalars() == [1, 1, 1, 1, 1])
        #expect(weights.max(axis: 1).scalars() == [1, 1, 1, 1, 1])
    }

    @Test func itOverfits() {
        let generator = RandomGenerator(seed: 4)
        let model = MixtureOfExperts(
            (0..<3).map { _ in Linear(2, 1, generator: generator) }, gate: Linear(2, 3, generator: generator))
        let x = Tensor.normal([12, 2], generator: generator)
        // No single expert is more than a plane.
        let y = x[.all, 0..<1].abs()
        expectOverfitting(model, steps: 500) { meanSquaredError(model(x), y) }
    }

    @Test func aGateOfAnotherWidthIsRefused() async {
        expectMessage(
            ["MixtureOfExperts(1 experts)", "the gate makes [4, 2]", "[batch, 1] is wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = MixtureOfExperts([Linear(3, 2)], gate: Linear(3, 2))(Tensor.ones([4, 3]))
            })
    }
}

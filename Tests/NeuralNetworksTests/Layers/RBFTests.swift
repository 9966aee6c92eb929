import NeuralNetworks
import Tensors
import Testing

@Suite struct RBFTests {
    @Test func itIsThatOfPyTorch() throws { try expectGolden("rbf", in: "others", RBF(2, 3)) }

    @Test func aNetworkWithCentresAtTheSamplesLearnsXOR() {
        let x = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
        let model = Sequential(RBF(centers: x, width: 0.5), Linear(4, 1, generator: RandomGenerator(seed: 1)))
        #expect(model.namedParameters.map(\.name).prefix(2) == ["0.centers", "0.log_widths"])
        expectClose(model[0](x).diagonal(), Tensor.ones([4]))
        expectOverfitting(model) { meanSquaredError(model(x), Tensor([[0], [1], [1], [0]])) }
    }

    @Test func otherFeaturesAreRefused() async {
        expectMessage(
            ["RBF(2 → 3)", "[4, 3]", "3 features on axis 1; 2 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = RBF(2, 3)(Tensor.ones([4, 3]))
            })
    }
}

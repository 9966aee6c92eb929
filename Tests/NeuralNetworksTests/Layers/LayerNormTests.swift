import NeuralNetworks
import Tensors
import Testing

@Suite struct LayerNormTests {
    @Test func itIsThatOfPyTorch() throws {
        try expectGolden("layerNorm", LayerNorm(4))
        try expectGolden("layerNorm two axes", LayerNorm([3, 4]))
    }

    @Test func otherAxesAreRefused() async {
        expectMessage(
            ["LayerNorm(3×4)", "[2, 4]", "last axes of [3, 4]"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LayerNorm([3, 4])(Tensor.ones([2, 4]))
            })
    }
}

import NeuralNetworks
import Tensors
import Testing

@Suite struct ConvTransposedTests {
    @Test func theyAreThoseOfPyTorch() throws {
        try expectGolden(
            "convTransposed1D", in: "convolutions",
            ConvTransposed1D(2, 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1))
        try expectGolden(
            "convTransposed2D", in: "convolutions",
            ConvTransposed2D(4, 4, kernel: 3, stride: 2, padding: 1, outputPadding: [1, 0], groups: 2))
    }

    @Test func anOutputPaddingBeyondTheStrideIsRefused() async {
        expectMessage(
            ["convTransposed2D", "output padding 2", "in ConvTransposed2D(1 → 1, 3×3, stride 2)"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = ConvTransposed2D(1, 1, kernel: 3, stride: 2, outputPadding: 2)(Tensor.ones([1, 1, 4, 4]))
            })
    }
}

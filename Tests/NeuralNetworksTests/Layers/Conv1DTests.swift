import NeuralNetworks
import Tensors
import Testing

@Suite struct Conv1DTests {
    @Test func itIsThatOfPyTorch() throws {
        try expectGolden("conv1D", in: "convolutions", Conv1D(2, 3, kernel: 3, stride: 2, padding: 1))
        try expectGolden("conv1D dilated", in: "convolutions", Conv1D(4, 2, kernel: 2, dilation: 2, groups: 2))
    }

    @Test func otherChannelsAreRefused() async {
        expectMessage(
            ["Conv1D(2 → 3, 3)", "[2, 4, 6]", "4 channels on axis 1; 2 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Conv1D(2, 3, kernel: 3)(Tensor.ones([2, 4, 6]))
            })
    }
}

import NeuralNetworks
import Tensors
import Testing

@Suite struct GroupNormTests {
    @Test func itIsThatOfPyTorch() throws { try expectGolden("groupNorm", GroupNorm(groups: 2, channels: 4)) }

    @Test func groupsThatDoNotDivideAreRefused() async {
        expectMessage(
            ["GroupNorm", "4 channels do not divide into 3 groups"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = GroupNorm(groups: 3, channels: 4)
            })
        expectMessage(
            ["GroupNorm(4 channels, 2 groups)", "[2, 3, 5]", "3 channels on axis 1; 4 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = GroupNorm(groups: 2, channels: 4)(Tensor.ones([2, 3, 5]))
            })
    }
}

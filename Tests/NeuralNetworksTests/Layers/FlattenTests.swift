import NeuralNetworks
import Tensors
import Testing

@Suite struct FlattenTests {
    @Test func itIsThatOfPyTorch() throws {
        try expectGolden("flatten", Flatten())
        #expect(Flatten()(Tensor([1, 2])).shape == [2, 1])
    }
}

import NeuralNetworks
import Tensors
import Testing

@Suite struct EmbeddingTests {
    @Test func itIsThatOfPyTorch() throws {
        try expectGolden("embedding", Embedding(5, 3))
        try expectGolden("embedding padding", Embedding(5, 3, paddingIndex: 2), stopsGradients: true)
    }

    @Test func thePaddingStartsAsZeros() {
        #expect(Embedding(4, 2, paddingIndex: 1).weight[1].scalars() == [0, 0])
    }

    @Test func itOverfits() {
        let generator = RandomGenerator(seed: 5)
        let model = Sequential(Embedding(6, 8, generator: generator), Linear(8, 6, generator: generator))
        let words = Tensor([0, 1, 2, 3, 4, 5], dtype: .int64)
        expectOverfitting(model) { softmaxCrossEntropy(logits: model(words), labels: [1, 2, 3, 4, 5, 0]) }
    }

    @Test func entriesThatAreNotThereAreRefusedByName() async {
        expectMessage(
            ["0 (Embedding(5 → 3))", "holds 5", "0..<5"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Sequential(Embedding(5, 3))(Tensor([0, 5], dtype: .int64))
            })
        expectMessage(
            ["Embedding(5 → 3)", "fractions"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Embedding(5, 3)(Tensor([0.5]))
            })
    }
}

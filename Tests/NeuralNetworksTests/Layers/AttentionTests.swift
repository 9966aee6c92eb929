import NeuralNetworks
import Tensors
import Testing

@Suite struct AttentionTests {
    @Test func scaledDotProductsAreThoseOfPyTorch() throws {
        try expectGolden("scaled dot product", in: "attention", Identity()) { _, x in
            [scaledDotProductAttention(query: x[0], key: x[1], value: x[2]).output]
        }
        try expectGolden("causal", in: "attention", Identity()) { _, x in
            [scaledDotProductAttention(query: x[0], key: x[1], value: x[2], isCausal: true).output]
        }
    }

    @Test func headsAreThoseOfPyTorch() throws {
        try expectGolden("multi-head", in: "attention", MultiHeadAttention(4, heads: 2)) { layer, x in
            let (output, weights) = layer(query: x[0], key: x[1], value: x[2])
            return [output, weights]
        }
        let mask = Tensor([[true, true, true, false, false], [true, true, true, true, true]]).reshape(2, 1, 1, 5)
        try expectGolden("multi-head padding", in: "attention", MultiHeadAttention(4, heads: 2)) { layer, x in
            [layer(query: x[0], key: x[1], value: x[2], mask: mask).output]
        }
    }

    @Test func additiveAttentionIsThatOfPyTorch() throws {
        let layer = AdditiveAttention(queries: 3, keys: 4, hidden: 5)
        try expectGolden("additive attention", in: "others", layer) { layer, x in
            let (output, weights) = layer(queries: x[0], keys: x[1])
            return [output, weights]
        }
    }

    @Test func whatMayNotBeAttendedToHasNoWeight() {
        let x = Tensor.normal([1, 3, 4], generator: RandomGenerator(seed: 3)).requiringGrad()
        let causal = scaledDotProductAttention(query: x, key: x, value: x, isCausal: true)
        #expect(causal.weights[0].upperTriangle(diagonal: 1).scalars().allSatisfy { $0 == 0 })
        expectClose(causal.output[0, 0], x[0, 0])
        let nothing = scaledDotProductAttention(query: x, key: x, value: x, mask: .zeros([3], dtype: .bool))
        #expect(nothing.output.scalars().allSatisfy { $0 == 0 })
        nothing.output.sum().backward()
        #expect(x.grad!.isFinite().all().item(as: Bool.self))
    }

    @Test func encodersAreThoseOfPyTorch() throws {
        try expectGolden(
            "encoder", in: "attention", TransformerEncoderLayer(4, heads: 2, hidden: 6, dropout: 0))
        func normFirst() -> TransformerEncoderLayer {
            TransformerEncoderLayer(4, heads: 2, hidden: 6, dropout: 0, activation: .gelu, normFirst: true)
        }
        try expectGolden("encoder norm first", in: "attention", normFirst())
        let relu = TransformerEncoderLayer(4, heads: 2, hidden: 6, dropout: 0, normFirst: true)
        try expectGolden("encoder causal", in: "attention", relu) { [$0($1[0], isCausal: true)] }
    }

    @Test func positionsAreWaves() {
        let encoded = PositionalEncoding(4)(Tensor.zeros([1, 3, 4]))
        let expected: [Double] = [0, 1, 0, 1, 0.84147098, 0.54030231, 0.00999983, 0.99995]
        expectClose(encoded[0, 0..<2].reshape(-1), Tensor(expected))
    }

    @Test func anEncoderOverfits() {
        let generator = RandomGenerator(seed: 4)
        let model = Sequential {
            Embedding(5, 8, generator: generator)
            PositionalEncoding(8)
            TransformerEncoderLayer(8, heads: 2, hidden: 16, dropout: 0, generator: generator)
            Linear(8, 5, generator: generator)
        }
        let words = Tensor([[0, 1, 2, 3], [4, 3, 2, 1], [1, 1, 0, 4]], dtype: .int64)
        let reversed = [3, 2, 1, 0, 1, 2, 3, 4, 4, 0, 1, 1]
        expectOverfitting(model, steps: 200) {
            softmaxCrossEntropy(logits: model(words).reshape(-1, 5), labels: reversed)
        }
    }

    @Test func whatDoesNotFitIsRefusedByName() async {
        expectMessage(
            ["MultiHeadAttention", "3 heads do not divide the width of 4"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = MultiHeadAttention(4, heads: 3)
            })
        expectMessage(
            ["blocks.0.self_attn (MultiHeadAttention(4, 2 heads))", "a mask of [3, 2] for scores of [1, 2, 3, 3]"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                final class Model: Module {
                    let blocks = [TransformerEncoderLayer(4, heads: 2, hidden: 8)]
                    override func forward(_ input: Tensor) -> Tensor {
                        blocks[0](input, mask: .ones([3, 2], dtype: .bool))
                    }
                }
                _ = Model()(Tensor.ones([1, 3, 4]))
            })
        expectMessage(
            ["AdditiveAttention", "keys [2, 4]", "[batch, keys, features]"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = AdditiveAttention(queries: 3, keys: 4, hidden: 5)(queries: .ones([1, 2, 3]), keys: .ones([2, 4]))
            })
    }
}

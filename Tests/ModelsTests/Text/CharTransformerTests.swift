import Models
import NeuralNetworks
import Tensors
import Testing
import Training
import TrainingData

@Suite struct CharTransformerTests {
    @Test func itHasBlocksOfAttention() {
        let vocabulary = Vocabulary(charactersOf: ["abc"])
        let model = CharTransformer(vocabulary, width: 8, heads: 2, layers: 2)
        let block = 3 * 8 * 8 + 3 * 8 + 8 * 8 + 8 + (8 * 32 + 32) + (32 * 8 + 8) + 4 * 8
        #expect(model.parameterCount == 7 * 8 + 2 * block + 2 * 8 + 8 * 7 + 7)
        #expect(model.namedParameters[1].name == "blocks.0.self_attn.in_proj_weight")
        let input = Tensor([[4, 5, 6], [6, 5, 4]], dtype: .int64)
        #expect(model.summary(input: input).rows.last?.outputShape == [2, 3, 7])
    }

    @Test func noStepSeesThoseAfterIt() {
        let model = CharTransformer(
            Vocabulary(charactersOf: ["abc"]), width: 16, generator: RandomGenerator(seed: 1))
        model.eval()
        let (a, b) = (model(Tensor([[4, 5, 6, 4]], dtype: .int64)), model(Tensor([[4, 5, 5, 6]], dtype: .int64)))
        let difference = (a - b).abs().max(axis: 2).scalars()
        #expect(difference[0] < 1e-6 && difference[1] < 1e-6 && difference[2] > 1e-3)
    }

    @Test func itWritesWhatItHasLearnedByHeart() {
        let data = TextData("the cat sat on the mat. ", length: 23)
        let generator = RandomGenerator(seed: 1)
        let model = CharTransformer(data.vocabulary, width: 32, context: 23, dropout: 0, generator: generator)
        let batch = data.batch
        let result = losses(of: model, steps: 80, learningRate: 3e-3) {
            sequenceCrossEntropy(logits: model(batch.inputs), targets: batch.targets)
        }
        #expect(result.after < 0.05 && result.before > 2, "\(result)")
        #expect(model.generate(22, after: "t", temperature: 0) == "the cat sat on the mat.")
        // Longer than the context, of which it sees the last part.
        #expect(model.generate(40, after: "the", temperature: 1, generator: generator).count == 43)
    }

    /// See the recurrent network's test for what 1.5 means. A Transformer learns from so little text more slowly.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func itGuessesTheNextCharacter(seed: UInt64) throws {
        let data = TextData(corpus(count: 1000, seed: seed), length: 48)
        let generator = RandomGenerator(seed: seed)
        let model = CharTransformer(
            data.vocabulary, width: 64, heads: 4, context: 48, dropout: 0, generator: generator)
        let optimizer = AdamW(model, learningRate: 5e-3)
        let trainer = Trainer(model, optimizer, batches: data.batches(of: 8, generator: generator)) {
            sequenceCrossEntropy(logits: model($0.inputs), targets: $0.targets)
        }
        trainer.showsProgress = false
        let test = TextData(corpus(count: 100, seed: seed + 100), length: 48, vocabulary: data.vocabulary).batch
        trainer.scheduler = LRScheduler(optimizer, CosineAnnealingLR(steps: 8))
        try trainer.fit(epochs: 8)
        let surprise = perplexity(of: model(test.inputs), labels: test.targets.array(of: Int.self))
        #expect(surprise < 1.5, "\(surprise)")
    }
}

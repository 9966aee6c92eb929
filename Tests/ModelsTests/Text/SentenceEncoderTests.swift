import Models
import NeuralNetworks
import Tensors
import Testing
import TrainingData

@Suite struct SentenceEncoderTests {
    @Test func aSentenceIsAVectorOfLengthOne() {
        let data = Datasets.statements()
        let model = SentenceEncoder(data.vocabulary, features: 8, hidden: 12)
        #expect(model.parameterCount == data.vocabulary.count * 8 + 3 * 12 * (8 + 12 + 2))
        let vectors = model.encode(["the car is blue", "blue is not the colour of the car"])
        #expect(vectors.shape == [2, 12])
        #expect((vectors.norm(axes: [1]) - 1).abs().max().item() < 1e-5)
        #expect((model.similarity("the car is red", "the car is red") - 1).magnitude < 1e-5)
        // Padding is not read.
        #expect((vectors[0] - model.encode(["the car is blue"])[0]).abs().max().item() < 1e-6)
        let tokens = data[..<3].batch.tokens
        #expect(model.summary(input: tokens).parameterCount == model.parameterCount)
    }

    @Test func theContrastiveLossIsTheCrossEntropyOfTheRightRow() {
        let a = Tensor([[1, 0], [0, 1.0]])
        #expect((contrastiveLoss(a, a, temperature: 1).item() - 0.313262).magnitude < 1e-5)
        let b = Tensor([[0, 1], [1, 0.0]])
        #expect((contrastiveLoss(a, b, temperature: 0.5).item() - 2.126928).magnitude < 1e-5)
    }

    @Test func itLearnsABatchByHeart() {
        let data = Datasets.statements()
        let model = SentenceEncoder(data.vocabulary, generator: RandomGenerator(seed: 1))
        let labels = Array(Set(data.labels).sorted().prefix(8))
        let rows = labels.map { label in data.labels.indices.filter { data.labels[$0] == label } }
        let (first, second) = (data[rows.map { $0[0] }].batch.tokens, data[rows.map { $0[1] }].batch.tokens)
        let result = losses(of: model, steps: 60) { contrastiveLoss(model(first), model(second)) }
        #expect(result.after < 0.05 && result.before > 1)
    }

    /// Statements of which the model has read none, in all their wordings: of each sentence the nearest other one shall say the
    /// same. By chance that were one in thirty; by the words alone, without regard to "not", one in two. Nine of ten need all
    /// three: the thing, the colour, and whether it is denied.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func sentencesThatMeanTheSameComeOutTogether(seed: UInt64) {
        let data = Datasets.statements(seed: seed)
        let generator = RandomGenerator(seed: seed)
        let meanings = generator.permutation(120)
        let sentences = (0..<120).map { label in data.labels.indices.filter { data.labels[$0] == label } }
        let model = SentenceEncoder(data.vocabulary, features: 24, hidden: 48, generator: generator)
        func shareOfNearest() -> Double {
            let held = meanings[90...].flatMap { sentences[$0] }
            let vectors = model.encode(held.map { data.texts[$0] })
            let similarities = vectors.matmul(vectors.transposed()) - Tensor.eye(held.count) * 2
            let nearest = similarities.argmax(axis: 1).array(of: Int.self)
            return accuracy(of: nearest.map { data.labels[held[$0]] }, labels: held.map { data.labels[$0] })
        }
        #expect(shareOfNearest() < 0.6, "\(shareOfNearest())")
        let optimizer = Adam(model, learningRate: 0.01)
        for _ in 0..<150 {
            let chosen = generator.permutation(90).prefix(32).map { sentences[meanings[$0]] }
            let picks = chosen.map { rows in
                let order = generator.permutation(rows.count)
                return (rows[order[0]], rows[order[1]])
            }
            optimizer.zeroGrad()
            contrastiveLoss(model(data[picks.map(\.0)].batch.tokens), model(data[picks.map(\.1)].batch.tokens))
                .backward()
            optimizer.step()
        }
        let share = shareOfNearest()
        #expect(share >= 0.9, "\(share)")
    }
}

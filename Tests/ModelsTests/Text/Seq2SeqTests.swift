import Models
import NeuralNetworks
import Tensors
import Testing
import Training
import TrainingData

@Suite struct Seq2SeqTests {
    static let dates = Datasets.dates(count: 1200)

    static func model(hidden: Int = 32, seed: UInt64 = 1) -> Seq2Seq {
        Seq2Seq(
            dates.sourceVocabulary, dates.targetVocabulary, features: 16, hidden: hidden,
            generator: RandomGenerator(seed: seed))
    }

    @Test func itHasEncoderAttentionAndDecoder() {
        let model = Self.model()
        let (sources, targets) = (Self.dates.sourceVocabulary.count, Self.dates.targetVocabulary.count)
        let encoder = 2 * 3 * 32 * (16 + 32 + 2)
        let attention = 32 * 32 + 64 * 32 + 32
        let decoder = 3 * 32 * (16 + 64 + 32 + 2)
        #expect(
            model.parameterCount == (sources + targets) * 16 + encoder + 64 * 32 + 32 + attention + decoder
                + 96 * targets + targets)
        let batch = Self.dates[..<3].batch
        #expect(model(batch.sources, targets: batch.targets).shape == [3, batch.targets.shape[1] - 1, targets])
        model.longest = 5
        let summary = model.summary(input: batch.sources)
        #expect(summary.parameterCount == model.parameterCount)
        #expect(model(batch.sources).shape[2] == targets)
    }

    @Test func paddingChangesNothing() {
        let model = Self.model()
        let batch = Self.dates[..<1].batch
        let wide = Tensor.concatenated([batch.sources, .zeros([1, 4], dtype: .int64)], axis: 1)
        let difference = model(batch.sources, targets: batch.targets) - model(wide, targets: batch.targets)
        #expect(difference.abs().max().item() < 1e-5)
        let longer = Tensor.concatenated([batch.targets, .zeros([1, 4], dtype: .int64)], axis: 1)
        let losses = [batch.targets, longer].map { model.loss(batch.sources, $0).item() }
        #expect((losses[0] - losses[1]).magnitude < 1e-5)
    }

    @Test func sourcesAndTargetsThatDoNotFitAreRefused() async {
        expectMessage(
            ["Seq2Seq", "source 1 is empty: it is all padding"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Self.model()(Tensor([[4, 2], [0, 0]], dtype: .int64))
            })
        expectMessage(
            ["Seq2Seq", "sources [1, 2], targets [2, 2]"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Self.model()(Tensor([[4, 2]], dtype: .int64), targets: Tensor([[1, 2], [1, 2]], dtype: .int64))
            })
    }

    @Test func itTranslatesWhatItHasLearnedByHeart() {
        let model = Self.model()
        let few = Self.dates[..<8]
        let batch = few.batch
        let result = losses(of: model, steps: 120) { model.loss(batch.sources, batch.targets) }
        #expect(result.after < 0.05 && result.before > 2)
        #expect(model.translate(batch.sources) == few.pairs.map(\.target))
        let (text, attention) = model.translateWithAttention(few.pairs[0].source)
        #expect(text == few.pairs[0].target)
        #expect(attention.shape == [text.count + 1, few.pairs[0].source.count + 1])
        #expect((attention.sum(axis: 1) - 1).abs().max().item() < 1e-5)
    }

    /// Dates that it has not seen, all ten characters right: 19 of 20 of them, for which it must read all eight ways of writing.
    /// The task has one right answer each, so all could be; the rest is for a short training. Guesses of likely digits would
    /// have none right.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func itTranslatesDates(seed: UInt64) throws {
        let (train, test) = Self.dates.split(test: 200, seed: seed)
        let model = Self.model(hidden: 48, seed: seed)
        let generator = RandomGenerator(seed: seed)
        let optimizer = Adam(model, learningRate: 0.01)
        optimizer.gradientClipping = .norm(1)
        let trainer = Trainer(model, optimizer, batches: train.batches(of: 50, generator: generator)) {
            model.loss($0.sources, $0.targets)
        }
        trainer.showsProgress = false
        try trainer.fit(epochs: 7)
        let right = zip(model.translate(test.batch.sources), test.pairs).count { $0 == $1.target }
        #expect(right >= 190, "\(right) of 200")
    }
}

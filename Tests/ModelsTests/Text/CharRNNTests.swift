import Models
import NeuralNetworks
import Tensors
import Testing
import Training
import TrainingData

/// Generated sentences, one a line.
func corpus(count: Int, seed: UInt64 = 0) -> String {
    Datasets.sentences(count: count, seed: seed).joined(separator: "\n") + "\n"
}

/// Of the words that were written between spaces and line ends, those that the sentences have; the last one, which may be
/// cut off, does not count.
func shareOfWords(_ text: String, knownIn corpus: String) -> Double {
    let known = Set(corpus.split { $0 == " " || $0 == "\n" })
    let words = text.split { $0 == " " || $0 == "\n" }.dropLast()
    return Double(words.count { known.contains($0) }) / Double(words.count)
}

@Suite struct CharRNNTests {
    @Test(arguments: [(CharRNN.Cell.rnn, 1), (.gru, 3), (.lstm, 4)])
    func eachCellHasItsGates(cell: CharRNN.Cell, gates: Int) {
        let vocabulary = Vocabulary(charactersOf: ["abc"])
        let model = CharRNN(vocabulary, features: 5, hidden: 6, cell: cell)
        #expect(model.parameterCount == 7 * 5 + gates * 6 * (5 + 6 + 2) + 7 * 7)
        #expect(model.namedParameters[1].name == "rnn.weight_ih_l0")
        let input = Tensor([[4, 5, 6], [6, 5, 4]], dtype: .int64)
        #expect(model(input).shape == [2, 3, 7])
        #expect(model.summary(input: input).rows.last?.outputShape == [2, 3, 7])
    }

    @Test func readingOnFromAStateIsReadingAllAtOnce() {
        let model = CharRNN(Vocabulary(charactersOf: ["abc"]), hidden: 8, generator: RandomGenerator(seed: 1))
        let input = Tensor([[4, 5, 6, 4]], dtype: .int64)
        let (_, state) = model(input[.all, ..<3], from: nil)
        let (last, _) = model(input[.all, 3...], from: state)
        #expect((last[0, 0] - model(input)[0, 3]).abs().max().item() < 1e-6)
    }

    @Test func itWritesWhatItHasLearnedByHeart() {
        let data = TextData("the cat sat on the mat. ", length: 23)
        let model = CharRNN(data.vocabulary, hidden: 32, generator: RandomGenerator(seed: 1))
        let batch = data.batch
        let result = losses(of: model, steps: 100) {
            sequenceCrossEntropy(logits: model(batch.inputs), targets: batch.targets)
        }
        #expect(result.after < 0.05 && result.before > 2)
        #expect(model.generate(22, after: "t", temperature: 0) == "the cat sat on the mat.")
        let generator = RandomGenerator(seed: 5)
        let bold = model.generate(22, after: "t", temperature: 5, generator: generator)
        #expect(bold.count == 23 && bold != "the cat sat on the mat.")
        #expect(bold == model.generate(22, after: "t", temperature: 5, generator: RandomGenerator(seed: 5)))
    }

    @Test func whatItCannotGoOnFromIsRefused() async {
        expectMessage(
            ["CharRNN", "“x”"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = CharRNN(Vocabulary(charactersOf: ["abc"])).generate(3, after: "ax")
            })
    }

    /// The sentences' grammar leaves open who does what: by the words' numbers about 9 bits a sentence of some 30 characters,
    /// 0.2 nats a character, that is a perplexity of 1.25 at best. 1.5 is near it; a model that knew the frequencies of the
    /// letters alone would have 14. Of the words that it writes at most one in twenty may be none.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func itWritesWords(seed: UInt64) throws {
        let text = corpus(count: 1000, seed: seed)
        let data = TextData(text, length: 48)
        let generator = RandomGenerator(seed: seed)
        let model = CharRNN(data.vocabulary, features: 16, hidden: 96, cell: .gru, generator: generator)
        let optimizer = Adam(model, learningRate: 0.01)
        let trainer = Trainer(model, optimizer, batches: data.batches(of: 16, generator: generator)) {
            sequenceCrossEntropy(logits: model($0.inputs), targets: $0.targets)
        }
        trainer.showsProgress = false
        let test = TextData(corpus(count: 100, seed: seed + 100), length: 48, vocabulary: data.vocabulary).batch
        try trainer.fit(epochs: 8)
        let surprise = perplexity(of: model(test.inputs), labels: test.targets.array(of: Int.self))
        #expect(surprise < 1.5, "\(surprise)")
        let written = model.generate(600, after: "the ", temperature: 0.8, generator: generator)
        #expect(shareOfWords(written, knownIn: text) >= 0.95, "\(written)")
    }
}

import Models
import NeuralNetworks
import Tensors
import Testing
import Training
import TrainingData

@Suite struct SkipGramTests {
    @Test func pairsAreWordsThatStandNearEachOther() {
        let pairs = SkipGramPairs(["a b c", "c a"], window: 1)
        #expect(pairs.count == 6)
        let words = { (numbers: [Int]) in numbers.map { pairs.vocabulary.tokens[$0] }.joined() }
        #expect(words(pairs.batch.centers) == "abbcca" && words(pairs.batch.contexts) == "bacbac")
        #expect(pairs.wordCounts == [0, 0, 0, 0, 2, 1, 2])
        #expect(words(pairs[[4]].batch.centers) == "c")
    }

    @Test func everyWordHasTwoVectors() {
        let pairs = SkipGramPairs(["a b c", "c a"])
        let model = SkipGram(pairs, features: 4)
        #expect(model.parameterCount == 2 * 7 * 4)
        #expect(model.namedParameters.map(\.name) == ["input.weight", "output.weight"])
        #expect(model["a"].shape == [4])
        let input = Tensor([4, 5], dtype: .int64)
        #expect(model.summary(input: input).rows.first?.outputShape == [2, 4])
    }

    @Test func theLossStartsAtThatOfGuesses() {
        // Where u is zero, σ is one half for the word and each of those it is told from.
        let pairs = SkipGramPairs(["a b c", "c a"])
        let model = SkipGram(pairs, features: 4, negatives: 3)
        let batch = pairs.batch
        let loss = model.loss(centers: batch.centers, contexts: batch.contexts).item()
        #expect((loss - 4 * 0.693147).magnitude < 1e-5)
    }

    @Test func wordsThatItDoesNotKnowAreRefused() async {
        expectMessage(
            ["SkipGramPairs: pair 9 is asked for, there are 2"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = SkipGramPairs(["a b"])[[9]]
            })
        expectMessage(
            ["SkipGram", "“zebra” is not in the vocabulary"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = SkipGram(SkipGramPairs(["a b"])).nearest(to: "zebra")
            })
    }

    /// The words of a kind are used in the same way, so each of these twelve should have another one of its kind next to it;
    /// one may miss. The analogies are built into the sentences: three of four must be right, where a guess among the words
    /// would be in a hundred cases.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func wordsOfAKindComeOutTogether(seed: UInt64) throws {
        let pairs = SkipGramPairs(Datasets.sentences(count: 3000, seed: seed), window: 3)
        let generator = RandomGenerator(seed: seed)
        let model = SkipGram(pairs, features: 16, generator: generator)
        let optimizer = Adam(model, learningRate: 0.01)
        let trainer = Trainer(model, optimizer, batches: pairs.batches(of: 512, generator: generator)) {
            model.loss(centers: $0.centers, contexts: $0.contexts)
        }
        trainer.showsProgress = false
        let kinds = [
            ["cat", "dog", "horse", "cow"], ["apple", "pear", "plum", "cherry"], ["car", "boat", "bus", "train"],
        ]
        let analogies = [
            ("man", "king", "woman", "queen"), ("king", "prince", "queen", "princess"),
            ("man", "boy", "woman", "girl"), ("boy", "girl", "prince", "princess"),
        ]
        func together() -> Int {
            kinds.flatMap { kind in kind.map { kind.contains(model.nearest(to: $0, count: 1)[0].word) } }.count { $0 }
        }
        func right() -> Int { analogies.count { model.analogy($0.0, $0.1, $0.2, count: 1)[0].word == $0.3 } }
        try trainer.fit(epochs: 4)
        #expect(together() >= 11)
        #expect(right() >= 3, "\(analogies.map { model.analogy($0.0, $0.1, $0.2) })")
    }
}

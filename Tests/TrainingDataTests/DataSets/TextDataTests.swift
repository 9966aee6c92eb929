import Tensors
import Testing
import TrainingData

@Suite struct TextDataTests {
    @Test func targetsAreOnePlaceFurther() {
        let data = TextData("abcabcab", length: 3)
        #expect(data.count == 2)
        let text = { (row: Tensor) in data.vocabulary.text(row.array(of: Int.self)) }
        let (inputs, targets) = data.batch
        #expect(inputs.shape == [2, 3] && inputs.dtype == .int64)
        #expect((0..<2).map { text(inputs[$0]) } == ["abc", "abc"])
        #expect((0..<2).map { text(targets[$0]) } == ["bca", "bca"])
        #expect(TextData("abcabcab", length: 3, stride: 1).count == 5)
        #expect(TextData("abcd", length: 3).count == 1)
        #expect(text(TextData("abcabcab", length: 3, stride: 1)[[4]].batch.targets[0]) == "cab")
    }

    @Test func charactersOfAnotherTextKeepTheirNumbers() {
        let data = TextData("abc", length: 2)
        let other = TextData("cax", length: 2, vocabulary: data.vocabulary)
        #expect(other.batch.targets.array(of: Int.self) == [data.vocabulary["a"], Vocabulary.unknown])
    }

    @Test func aTextShorterThanAWindowIsRefused() async {
        expectMessage(
            ["TextData", "3 characters; more than 3 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = TextData("abc", length: 3)
            })
    }
}

@Suite struct LabelledTextsTests {
    @Test func shortTextsAreFilledUp() {
        let data = LabelledTexts(["a b c", "b"], labels: [0, 4])
        let (tokens, labels) = data.batch
        #expect(tokens.array(of: Int.self) == [4, 5, 6, 5, 0, 0] && tokens.shape == [2, 3])
        #expect(labels == [0, 4])
        // The words keep their numbers in a part.
        #expect(data[[1]].batch.tokens.array(of: Int.self) == [5])
        #expect(data.description == "2 texts in 2 classes, such as “a b c”")
    }

    @Test func labelsThatDoNotFitAreRefused() async {
        expectMessage(
            ["LabelledTexts: 2 texts and 1 labels"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LabelledTexts(["a", "b"], labels: [0])
            })
    }
}

@Suite struct SentencesTests {
    @Test func theSameSeedGivesTheSameSentences() {
        #expect(Datasets.sentences(count: 50, seed: 3) == Datasets.sentences(count: 50, seed: 3))
        #expect(Datasets.sentences(count: 50, seed: 3) != Datasets.sentences(count: 50, seed: 4))
        #expect(Datasets.sentences(count: 500).allSatisfy { $0.hasPrefix("the ") })
    }

    @Test func peopleHaveWhatIsTheirs() {
        let sentences = Datasets.sentences(count: 2000).map { $0.split(separator: " ").map(String.init) }
        let female: Set = ["queen", "princess", "woman", "girl"]
        let male: Set = ["king", "prince", "man", "boy"]
        for words in sentences where female.contains(words[1]) || male.contains(words[1]) {
            #expect(words.contains(female.contains(words[1]) ? "her" : "his"))
        }
        let crowned = Set(sentences.filter { $0.contains("crown") }.map { $0[1] })
        #expect(crowned == ["king", "queen", "prince", "princess"])
    }

    @Test func aStatementHasFiveWordings() {
        let data = Datasets.statements(seed: 1)
        #expect(data.count == 600 && Set(data.texts).count == 600)
        let counts = Dictionary(grouping: data.labels) { $0 }.mapValues(\.count)
        #expect(counts.count == 120 && counts.values.allSatisfy { $0 == 5 })
        func label(_ text: String) -> Int? { data.texts.firstIndex(of: text).map { data.labels[$0] } }
        #expect(label("the car is not blue") != nil)
        #expect(label("the car is not blue") == label("blue is not the colour of the car"))
        #expect(label("the car is blue") == label("we always saw a blue car"))
        #expect(label("the car is blue") != label("the car is not blue"))
    }
}

import NeuralNetworks
import NotebookDisplay
import Tensors
import Testing

@Suite struct MetricTests {
    private static let classes = try! GoldenCase.named("classes", in: "metrics")
    private let values = Dictionary(uniqueKeysWithValues: MetricTests.classes.entries.map { ($0.name, $0.value) })
    private var scores: Tensor { values["scores"]! }
    private var labels: [Int] { values["labels"]!.array(of: Int.self) }

    private func expect(_ name: String, _ found: Double, sourceLocation: SourceLocation = #_sourceLocation) {
        let expected = values[name]!.item()
        #expect(
            (found - expected).magnitude < 1e-10 * max(1, expected), "\(name): \(expected)",
            sourceLocation: sourceLocation)
    }

    @Test func accuracyAndTopKAgreeWithScikitLearn() {
        expect("accuracy", accuracy(of: scores, labels: labels))
        for k in [1, 2, 3, 6] { expect("top\(k)", topKAccuracy(of: scores, labels: labels, k: k)) }
    }

    @Test func confusionMatrixAgreesWithScikitLearn() {
        let matrix = ConfusionMatrix(of: scores, labels: labels)
        #expect(matrix.tensor.scalars() == values["matrix"]!.scalars())
        expect("accuracy", matrix.accuracy)
        for (label, expected) in values["precision"]!.scalars().enumerated() {
            #expect((matrix.precision(of: label) - expected).magnitude < 1e-10)
        }
        for (label, expected) in values["recall"]!.scalars().enumerated() {
            #expect((matrix.recall(of: label) - expected).magnitude < 1e-10)
        }
        for (label, expected) in values["f1"]!.scalars().enumerated() {
            #expect((matrix.f1(of: label) - expected).magnitude < 1e-10)
        }
    }

    @Test(arguments: [(ClassAverage.macro, "macro"), (.micro, "micro"), (.weighted, "weighted")])
    func averagesAgreeWithScikitLearn(average: ClassAverage, name: String) {
        expect("precision-\(name)", precision(of: scores, labels: labels, average: average))
        expect("recall-\(name)", recall(of: scores, labels: labels, average: average))
        expect("f1-\(name)", f1Score(of: scores, labels: labels, average: average))
    }

    @Test func perplexityIsTheExponentOfTheMeanLoss() {
        expect("perplexity", perplexity(of: scores, labels: labels))
        #expect((perplexity(of: .zeros([2, 3, 7]), labels: [0, 1, 2, 3, 4, 6]) - 7).magnitude < 1e-12)
        let logits = Tensor([[9, 0, 0], [0, 0, 0]])
        #expect((perplexity(of: logits, labels: [-1, 2], ignoring: -1) - 3).magnitude < 1e-12)
        #expect(perplexity(of: logits, labels: [5, 5], ignoring: 5).isNaN)
    }

    @Test func rSquaredAgreesWithScikitLearn() throws {
        let golden = try GoldenCase.named("regression", in: "metrics")
        let values = Dictionary(uniqueKeysWithValues: golden.entries.map { ($0.name, $0.value) })
        let (predictions, targets) = (values["predictions"]!, values["targets"]!)
        #expect((rSquared(of: predictions, targets: targets) - values["rSquared"]!.item()).magnitude < 1e-10)
        let first = rSquared(of: predictions[.all, 0], targets: targets[.all, 0])
        #expect((first - values["firstColumn"]!.item()).magnitude < 1e-10)
        #expect(rSquared(of: Tensor([3, 3]), targets: Tensor([3, 3])) == 1)
        #expect(rSquared(of: Tensor([3]), targets: Tensor([3])).isNaN)
    }

    @Test func equalScoresCountForTheFirstClasses() {
        let scores = Tensor([[1, 1, 1, 1]])
        #expect(topKAccuracy(of: scores, labels: [1], k: 1) == 0)
        #expect(topKAccuracy(of: scores, labels: [1], k: 2) == 1)
        #expect(topKAccuracy(of: scores, labels: [0], k: 1) == accuracy(of: scores, labels: [0]))
    }

    @Test func matrixIsShownAsATable() throws {
        let matrix = ConfusionMatrix(of: [0, 1, 1, 1], labels: [0, 1, 0, 1], classNames: ["cat", "dog"])
        #expect(
            "\(matrix)" == """
                is \\ predicted      cat     dog   recall
                ────────────────────────────────────────
                cat                   1       1   50.0 %
                dog                   ·       2  100.0 %
                precision       100.0 %  66.7 %   75.0 %
                4 samples; below right the accuracy
                """)
        let bundle = mimeBundle(of: matrix)
        guard case .text(let html)? = bundle[.html] else {
            Issue.record("no HTML")
            return
        }
        #expect(html.contains("<table"))
    }

    @Test func emptyOnesAreNaNOrZero() {
        #expect(accuracy(of: Tensor.zeros([0, 3]), labels: []).isNaN)
        let matrix = ConfusionMatrix(of: [], labels: [], classes: 2)
        #expect(matrix.accuracy.isNaN)
        #expect(matrix.f1(.macro).isNaN)
        #expect(matrix.precision(of: 1) == 0)
        #expect("\(matrix)".contains("–"))
    }

    @Test func labelsOutsideOfTheClassesAreNamed() async {
        expectMessage(
            ["accuracy", "labels[1] is 3", "0..<3"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = accuracy(of: .zeros([2, 3]), labels: [0, 3])
            })
        expectMessage(
            ["topKAccuracy", "k is 4", "1...3"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = topKAccuracy(of: .zeros([2, 3]), labels: [0, 1], k: 4)
            })
        expectMessage(
            ["ConfusionMatrix", "predictions[0] is -1"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = ConfusionMatrix(of: [-1], labels: [0])
            })
    }
}

@Suite struct AveragePrecisionTests {
    private func box(_ x: Double, _ y: Double, _ size: Double = 0.2, _ label: Int = 0) -> DetectedBox {
        DetectedBox(x: x, y: y, width: size, height: size, label: label)
    }

    @Test func perfectDetectionIsOne() {
        let objects = [[box(0.3, 0.3), box(0.7, 0.7, 0.1, 1)], [box(0.5, 0.5, 0.3, 1)], []]
        let found = objects.map { $0.map { ScoredBox($0, score: 0.9) } }
        #expect(meanAveragePrecision(of: found, objects: objects, classes: 2) == 1)
    }

    @Test func areaBelowTheCurveByHand() {
        // Three objects. In the order of scores: right, wrong, right, a second box for the first object, so wrong; the
        // third object is never found. Recall 1/3 at precision 1, recall 2/3 at precision 2/3.
        let objects = [[box(0.2, 0.2), box(0.8, 0.8)], [box(0.5, 0.5)]]
        let found = [
            [ScoredBox(box(0.2, 0.2), score: 0.9), ScoredBox(box(0.21, 0.2), score: 0.3)],
            [ScoredBox(box(0.1, 0.9), score: 0.8), ScoredBox(box(0.52, 0.5), score: 0.7)],
        ]
        let result = AveragePrecision(of: found, objects: objects, classes: 2)
        #expect((result.ofClasses[0]! - (1.0 / 3 + 2.0 / 9)).magnitude < 1e-12)
        #expect(result.ofClasses[1] == nil)
        #expect((result.mean - 5.0 / 9).magnitude < 1e-12)
    }

    @Test func precisionIsTheBestAtLargerRecalls() {
        // Wrong, right, right: precisions 0, 1/2, 2/3, so 2/3 at every recall.
        let objects = [[box(0.2, 0.2), box(0.8, 0.8)]]
        let found = [
            [
                ScoredBox(box(0.5, 0.5), score: 3), ScoredBox(box(0.2, 0.2), score: 2),
                ScoredBox(box(0.8, 0.8), score: 1),
            ]
        ]
        #expect((meanAveragePrecision(of: found, objects: objects, classes: 1) - 2.0 / 3).magnitude < 1e-12)
    }

    @Test func overlapDecides() {
        // Moved by a quarter of its width, a box overlaps by 3/5.
        let objects = [[box(0.5, 0.5)]]
        let found = [[ScoredBox(box(0.55, 0.5), score: 1)]]
        #expect(meanAveragePrecision(of: found, objects: objects, classes: 1, overlap: 0.59) == 1)
        #expect(meanAveragePrecision(of: found, objects: objects, classes: 1, overlap: 0.61) == 0)
    }

    @Test func wrongClassOrImageIsNotFound() {
        let objects = [[box(0.5, 0.5, 0.2, 0)], []]
        #expect(
            meanAveragePrecision(
                of: [[ScoredBox(box(0.5, 0.5, 0.2, 1), score: 1)], []], objects: objects, classes: 2) == 0)
        #expect(
            meanAveragePrecision(of: [[], [ScoredBox(box(0.5, 0.5), score: 1)]], objects: objects, classes: 2) == 0)
        #expect(meanAveragePrecision(of: [[]], objects: [[]], classes: 2).isNaN)
    }
}

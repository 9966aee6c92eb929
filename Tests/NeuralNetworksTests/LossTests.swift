import NeuralNetworks
import Tensors
import Testing

@Suite struct LossTests {
    /// The losses by the names of the golden cases.
    static func value(_ name: String, _ x: [Tensor], _ reduction: Reduction) -> Tensor? {
        func labels(_ index: Int) -> [Int] { x[index].array(of: Int.self) }
        switch name {
        case "meanSquaredError": return meanSquaredError(x[0], x[1], reduction: reduction)
        case "halfSquaredError": return halfSquaredError(x[0], x[1], reduction: reduction)
        case "meanAbsoluteError": return meanAbsoluteError(x[0], x[1], reduction: reduction)
        case "huberLoss": return huberLoss(x[0], x[1], delta: 0.7, reduction: reduction)
        case "softmaxCrossEntropy":
            return softmaxCrossEntropy(logits: x[0], labels: labels(1), reduction: reduction)
        case "softmaxCrossEntropy smoothed":
            return softmaxCrossEntropy(logits: x[0], labels: labels(1), labelSmoothing: 0.2, reduction: reduction)
        case "softmaxCrossEntropy weighted":
            return softmaxCrossEntropy(
                logits: x[0], labels: labels(1), classWeights: x[2].detach(), reduction: reduction)
        case "softmaxCrossEntropy smoothed and weighted":
            return softmaxCrossEntropy(
                logits: x[0], labels: labels(1), labelSmoothing: 0.2, classWeights: x[2].detach(), reduction: reduction)
        case "softmaxCrossEntropy of distributions":
            return softmaxCrossEntropy(logits: x[0], targets: x[1], reduction: reduction)
        case "crossEntropy of probabilities":
            return crossEntropy(probabilities: x[0], labels: labels(1), reduction: reduction)
        case "binaryCrossEntropy of logits":
            return binaryCrossEntropy(logits: x[0], targets: x[1], reduction: reduction)
        case "binaryCrossEntropy weighted":
            return binaryCrossEntropy(logits: x[0], targets: x[1], positiveWeight: 2.5, reduction: reduction)
        case "binaryCrossEntropy of probabilities":
            return binaryCrossEntropy(probabilities: x[0], targets: x[1].detach(), reduction: reduction)
        case "hingeLoss": return hingeLoss(x[0], x[1], reduction: reduction)
        case "hingeLoss of classes": return hingeLoss(x[0], labels: labels(1), reduction: reduction)
        case "klDivergence": return klDivergence(logProbabilities: x[0], targets: x[1], reduction: reduction)
        case "tripletLoss":
            return tripletLoss(anchor: x[0], positive: x[1], negative: x[2], margin: 0.8, reduction: reduction)
        default: return nil
        }
    }

    @Test(arguments: GoldenCase.all("losses"))
    func lossesAreThoseOfPyTorch(golden: GoldenCase) throws {
        let words = golden.name.split(separator: " ")
        let name = words.dropLast().joined(separator: " ")
        let reduction: Reduction = words.last == "mean" ? .mean : words.last == "sum" ? .sum : .none
        let inputs = golden.values("input").map { $0.cast(to: .float32).requiringGrad() }
        let loss = try #require(LossTests.value(name, inputs, reduction))
        expectClose(loss, golden.values("output")[0])
        let weights = loss.count == 1 ? Tensor.ones([1]) : Tensor.linspace(0.5, 1.5, count: loss.count)
        (loss.reshape(-1) * weights).sum().backward()
        for (key, value) in golden.named("inputgradient") { expectClose(inputs[Int(key)!].grad, value, "input \(key)") }
        let variables = golden.named("inputgradient").map { Int($0.name)! }
        try checkGradients(of: variables.map { inputs[$0] }) { found in
            var all = inputs.map { $0.detach().cast(to: .float64) }
            for (place, value) in zip(variables, found) { all[place] = value }
            return LossTests.value(name, all, reduction)!
        }
    }

    /// The table of the lectures: NN1 is right twice by a hair, NN2 clearly, and both are wrong once.
    @Test func theLossesTellTheLecturesNetworksApart() {
        let targets = Tensor([[0, 0, 1], [0, 1, 0], [1, 0, 0]])
        let first = Tensor([[0.3, 0.3, 0.4], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]])
        let second = Tensor([[0.1, 0.2, 0.7], [0.1, 0.7, 0.2], [0.3, 0.4, 0.3]])
        func rounded(_ loss: Tensor) -> Double { (loss.item() * 100).rounded() / 100 }
        #expect(rounded(crossEntropy(probabilities: first, targets: targets)) == 1.38)
        #expect(rounded(crossEntropy(probabilities: second, targets: targets)) == 0.64)
        #expect(rounded(crossEntropy(probabilities: first, labels: [2, 1, 0])) == 1.38)
        // The lectures' squared error of a sample is the sum over its outputs, twice the ½-sum.
        #expect(rounded(halfSquaredError(first, targets) * 2) == 0.81)
        #expect(rounded(halfSquaredError(second, targets) * 2) == 0.34)
        for output in [first, second] {
            #expect((1 - accuracy(of: output, labels: [2, 1, 0]) - 1.0 / 3).magnitude < 1e-12)
        }
    }

    @Test func theHalfSquaredErrorHasTheDifferenceAsDerivative() {
        let y = Tensor([0.1, 0.05, 0.6], requiresGrad: true)
        let t = Tensor([0, 0, 1])
        halfSquaredError(y, t).backward()
        expectClose(y.grad, y.detach() - t)
    }

    @Test func crossEntropySurvivesLargeLogits() {
        let logits = Tensor([[1000, 0], [-1000, 0]], requiresGrad: true)
        let loss = softmaxCrossEntropy(logits: logits, labels: [0, 0], reduction: .sum)
        #expect(loss.item() == 1000)
        loss.backward()
        #expect(logits.grad!.scalars() == [0, 0, -1, 1])
        let sure = Tensor([1000, -1000], requiresGrad: true)
        let binary = binaryCrossEntropy(logits: sure, targets: Tensor([0, 1]), reduction: .sum)
        #expect(binary.item() == 2000)
        binary.backward()
        #expect(sure.grad!.scalars() == [1, -1])
    }

    @Test func labelsOutsideTheClassesAreNamed() async {
        expectMessage(
            ["softmaxCrossEntropy", "labels[1] is 3; with 3 classes"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = softmaxCrossEntropy(logits: Tensor.zeros([2, 3]), labels: [0, 3])
            })
    }

    @Test func emptyBatchesAreRefused() async {
        expectMessage(
            ["softmaxCrossEntropy", "an empty batch"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = softmaxCrossEntropy(logits: Tensor.zeros([0, 3]), labels: [])
            })
        expectMessage(
            ["meanSquaredError", "an empty batch"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = meanSquaredError(Tensor.zeros([0, 3]), Tensor.zeros([0, 3]))
            })
    }

    @Test func numbersThatAreNoProbabilitiesOrSignsAreRefused() async {
        expectMessage(
            ["crossEntropy: probabilities [1, 2] hold -1.0", "softmaxCrossEntropy(logits:labels:)"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = crossEntropy(probabilities: Tensor([[-1, 2]]), labels: [0])
            })
        expectMessage(
            ["binaryCrossEntropy: probabilities [2] hold nan"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = binaryCrossEntropy(probabilities: Tensor([0.5, Double.nan]), targets: Tensor([0, 1]))
            })
        expectMessage(
            ["hingeLoss: targets [2] hold 0.0; -1 and 1 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = hingeLoss(Tensor([1, 2]), Tensor([0, 1]))
            })
    }

    @Test func accuracyCountsHits() {
        #expect(accuracy(of: Tensor([[0, 1], [1, 0], [2, 3], [5, 4]]), labels: [1, 0, 0, 0]) == 0.75)
    }
}

import NeuralNetworks
import Tensors
import Testing

@Suite struct LossTests {
    @Test func meanSquaredErrorReduces() {
        let (a, b) = (Tensor([[1, 2], [3, 4]]), Tensor([[1, 0], [0, 4]]))
        #expect(meanSquaredError(a, b).item() == 13.0 / 4)
        #expect(meanSquaredError(a, b, reduction: .sum).item() == 13)
        #expect(meanSquaredError(a, b, reduction: .none).scalars() == [0, 4, 9, 0])
    }

    @Test func crossEntropyMatchesItsDefinition() {
        let logits = Tensor([[1, 2, 3], [0, 0, 0]], dtype: .float64, requiresGrad: true)
        // log(e + e² + e³) - 3 and log 3.
        let rows = [0.40760596444438, 1.0986122886681098]
        let losses = softmaxCrossEntropy(logits: logits, labels: [2, 1], reduction: .none)
        for (loss, row) in zip(losses.scalars(), rows) { #expect((loss - row).magnitude < 1e-13) }
        let loss = softmaxCrossEntropy(logits: logits, labels: [2, 1])
        #expect((loss.item() - (rows[0] + rows[1]) / 2).magnitude < 1e-13)
        loss.backward()
        let softmax = [0.09003057317038046, 0.24472847105479764, 0.6652409557748218 - 1]
        let expected = softmax.map { $0 / 2 } + [1.0 / 6, 1.0 / 6 - 0.5, 1.0 / 6]
        for (found, wanted) in zip(logits.grad!.scalars(), expected) { #expect((found - wanted).magnitude < 1e-13) }
    }

    @Test func crossEntropySurvivesLargeLogits() {
        let logits = Tensor([[1000, 0], [-1000, 0]], requiresGrad: true)
        let loss = softmaxCrossEntropy(logits: logits, labels: [0, 0], reduction: .sum)
        #expect(loss.item() == 1000)
        loss.backward()
        #expect(logits.grad!.scalars() == [0, 0, -1, 1])
    }

    @Test func labelsOutsideTheClassesAreNamed() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = softmaxCrossEntropy(logits: Tensor.zeros([2, 3]), labels: [0, 3])
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("labels[1] is 3; with 3 classes"))
    }

    @Test func accuracyCountsHits() {
        #expect(accuracy(of: Tensor([[0, 1], [1, 0], [2, 3], [5, 4]]), labels: [1, 0, 0, 0]) == 0.75)
    }
}

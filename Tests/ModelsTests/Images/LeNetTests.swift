import Models
import NeuralNetworks
import Tensors
import Testing

@Suite struct LeNetTests {
    @Test func itHasThePublishedParameters() {
        let model = LeNet()
        #expect(model.parameterCount == 61_706)
        #expect(
            model.namedParameters.map(\.name) == [
                "conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc1.weight", "fc1.bias", "fc2.weight",
                "fc2.bias", "fc3.weight", "fc3.bias",
            ])
        #expect(LeNet(size: 32).parameterCount == 61_706)
    }

    @Test func itTakesImagesOfItsSize() async {
        #expect(LeNet()(Tensor.zeros([2, 1, 28, 28])).shape == [2, 10])
        #expect(LeNet(classes: 3, channels: 3, size: 32)(Tensor.zeros([2, 3, 32, 32])).shape == [2, 3])
        let summary = LeNet().summary(input: Tensor.zeros([1, 1, 28, 28]))
        #expect(summary.parameterCount == 61_706)
        #expect(summary.rows.first?.outputShape == [1, 6, 28, 28] && summary.rows.last?.outputShape == [1, 10])
        expectMessage(
            ["LeNet", "[2, 1, 32, 32]", "28 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LeNet()(Tensor.zeros([2, 1, 32, 32]))
            })
    }

    @Test func itLearnsABatchByHeart() {
        let generator = RandomGenerator(seed: 1)
        let model = LeNet(generator: generator)
        let images = Tensor.normal([8, 1, 28, 28], generator: generator)
        let result = losses(of: model, steps: 40) { softmaxCrossEntropy(logits: model(images), labels: Array(0..<8)) }
        #expect(result.after < 0.05 && result.before > 2)
    }
}

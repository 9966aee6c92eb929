import Models
import NeuralNetworks
import Tensors
import Testing

@Suite struct AlexNetTests {
    @Test func itHasThePublishedParameters() {
        let model = AlexNet()
        #expect(model.parameterCount == 61_100_840)
        let names = model.namedParameters.map(\.name).filter { $0.hasSuffix("weight") }
        #expect(
            names == [0, 3, 6, 8, 10].map { "features.\($0).weight" } + [1, 4, 6].map { "classifier.\($0).weight" })
        #expect(model.state.first { $0.name == "classifier.1.weight" }?.value.shape == [4096, 9216])
    }

    @Test func itTakesImagesOfItsSize() {
        let model = AlexNet(classes: 7)
        let summary = model.summary(input: Tensor.zeros([1, 3, 224, 224]))
        #expect(summary.rows.last?.outputShape == [1, 7])
        #expect(summary.rows.first { $0.name == "features.12" }?.outputShape == [1, 256, 6, 6])
    }

    @Test func theSmallFormIsForSmallImages() {
        let generator = RandomGenerator(seed: 1)
        let model = AlexNet.small(dropout: 0, generator: generator)
        #expect(model.parameterCount == 3_044_170)
        let images = Tensor.normal([4, 3, 32, 32], generator: generator)
        #expect(model(images).shape == [4, 10])
        let result = losses(of: model, steps: 60, learningRate: 3e-4) {
            softmaxCrossEntropy(logits: model(images), labels: [0, 1, 2, 3])
        }
        #expect(result.after < 0.1 && result.before > 2, "\(result)")
    }
}

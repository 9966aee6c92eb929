import Models
import NeuralNetworks
import Tensors
import Testing

@Suite struct ResNetTests {
    @Test func theLargeOneHasThePublishedParametersAndNames() {
        let model = ResNet18()
        #expect(model.parameterCount == 11_689_512)
        let state = Dictionary(uniqueKeysWithValues: model.state.map { ($0.name, $0.value.shape) })
        #expect(state.count == 122)
        #expect(state["conv1.weight"] == [64, 3, 7, 7])
        #expect(state["bn1.running_var"] == [64])
        #expect(state["layer1.0.conv1.weight"] == [64, 64, 3, 3])
        #expect(state["layer1.0.downsample.0.weight"] == nil)
        #expect(state["layer2.0.downsample.0.weight"] == [128, 64, 1, 1])
        #expect(state["layer2.0.downsample.1.num_batches_tracked"] == [])
        #expect(state["layer4.1.bn2.bias"] == [512])
        #expect(state["fc.weight"] == [1000, 512])
    }

    @Test func theLargeOneBringsImagesDownToAThirtySecond() {
        let model = ResNet18(classes: 5)
        let summary = model.summary(input: Tensor.zeros([1, 3, 64, 64]))
        #expect(summary.rows.last?.outputShape == [1, 5])
        #expect(summary.rows.first { $0.name == "layer4.1.conv2" }?.outputShape == [1, 512, 2, 2])
        #expect(model.features(Tensor.zeros([2, 3, 64, 64])).shape == [2, 512])
    }

    @Test func theSmallOneHasThePublishedParameters() {
        let model = ResNet20()
        #expect(model.parameterCount == 272_474)
        #expect(model(Tensor.zeros([2, 3, 32, 32])).shape == [2, 10])
        #expect(model.namedModules.filter { $0.module is ResidualBlock }.count == 9)
        #expect(model.namedModules.contains { $0.name == "layer3.2.conv2" })
    }

    @Test func theSmallOneLearnsABatchByHeart() {
        let generator = RandomGenerator(seed: 1)
        let model = ResNet20(channels: 1, generator: generator)
        let images = Tensor.normal([6, 1, 16, 16], generator: generator)
        let result = losses(of: model, steps: 15) {
            softmaxCrossEntropy(logits: model(images), labels: [0, 1, 2, 3, 4, 5])
        }
        #expect(result.after < 0.1 && result.before > 1.5)
    }

    @Test func theHeadCanBeReplaced() {
        let model = ResNet20()
        model.fc = Linear(64, 3)
        #expect(model(Tensor.zeros([1, 3, 32, 32])).shape == [1, 3])
        #expect(model.state.first { $0.name == "fc.weight" }?.value.shape == [3, 64])
    }
}

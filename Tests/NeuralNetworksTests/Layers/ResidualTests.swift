import NeuralNetworks
import Tensors
import Testing

@Suite struct ResidualTests {
    let generator = RandomGenerator(seed: 5)

    @Test func theInputGoesAround() throws {
        let body = Linear(3, 3, generator: generator)
        let x = Tensor.normal([2, 3], generator: generator)
        expectClose(Residual(body)(x), body(x) + x)
        let narrow = Residual(shortcut: Linear(3, 2, bias: false, generator: generator)) {
            Linear(3, 4, generator: generator)
            Tanh()
            Linear(4, 2, generator: generator)
        }
        #expect(narrow.namedParameters.map(\.name).contains("body.2.bias"))
        try checkGradients(of: narrow, at: [x]) { $0($1[0]) }
    }

    @Test func theBlockChangesItsShape() throws {
        let block = ResidualBlock(2, 4, stride: 2, generator: generator)
        let x = Tensor.normal([2, 2, 4, 4], generator: generator)
        #expect(block(x).shape == [2, 4, 2, 2])
        #expect(
            block.namedParameters.map(\.name) == [
                "conv1.weight", "bn1.weight", "bn1.bias", "conv2.weight", "bn2.weight", "bn2.bias",
                "downsample.0.weight", "downsample.1.weight", "downsample.1.bias",
            ])
        block.eval()
        try checkGradients(of: block, at: [x]) { $0($1[0]) }
        #expect(ResidualBlock(2, 2).downsample == nil)
    }

    @Test func aStackOfBlocksOverfits() {
        let model = Sequential {
            ResidualBlock(1, 4, generator: generator)
            ResidualBlock(4, 6, stride: 2, generator: generator)
            GlobalAveragePool()
            Linear(6, 3, generator: generator)
        }
        let x = Tensor.normal([6, 1, 6, 6], generator: generator)
        expectOverfitting(model, steps: 150) {
            softmaxCrossEntropy(logits: model(x), labels: [0, 1, 2, 0, 1, 2])
        }
    }

    @Test func aBodyOfAnotherShapeIsRefused() async {
        expectMessage(
            ["Residual", "[2, 4] of an input of [2, 3]", "shapes must agree"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Residual(Linear(3, 4))(Tensor.ones([2, 3]))
            })
    }
}

import NeuralNetworks
import Tensors
import Testing

@Suite struct ActivationTests {
    @Test func theyAreThoseOfPyTorch() throws {
        let layers: [(String, Module)] = [
            ("relu", ReLU()), ("tanh", Tanh()), ("sigmoid", Sigmoid()), ("leakyReLU", LeakyReLU(slope: 0.1)),
            ("elu", ELU(alpha: 0.7)), ("softplus", Softplus()), ("gelu", GELU()), ("silu", SiLU()),
            ("softmax", Softmax()), ("logSoftmax", LogSoftmax(axis: 1)),
        ]
        for (name, layer) in layers { try expectGolden(name, layer) }
    }

    @Test func theStepIsTheLecturesThreshold() {
        let x = Tensor([-1, 0, 0.5], requiresGrad: true)
        #expect(Step()(x).scalars() == [0, 0, 1])
        #expect(!Step()(x).requiresGrad)
    }

    @Test func nothingOverflows() {
        for layer in [ELU(), Softplus(), GELU(), SiLU(), LeakyReLU()] as [Module] {
            let x = Tensor([-1e4, -100, 0, 100, 1e4], requiresGrad: true)
            let y = layer(x)
            #expect(y.isFinite().all().item(as: Bool.self), "\(layer.layerDescription)")
            #expect(y.scalars()[4] == 1e4)
            y.sum().backward()
            #expect(x.grad!.isFinite().all().item(as: Bool.self), "\(layer.layerDescription)")
        }
    }
}

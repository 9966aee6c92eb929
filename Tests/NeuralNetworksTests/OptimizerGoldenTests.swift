import NeuralNetworks
import Tensors
import Testing

@Suite struct OptimizerGoldenTests {
    static func make(_ name: String, _ p: [Parameter]) -> Optimizer? {
        switch name {
        case "SGD": SGD(p, learningRate: 0.1)
        case "SGD decay": SGD(p, learningRate: 0.1, weightDecay: 0.1)
        case "SGD momentum": SGD(p, learningRate: 0.1, momentum: 0.9, weightDecay: 0.1)
        case "SGD Nesterov": SGD(p, learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.1)
        case "AdaGrad": AdaGrad(p, learningRate: 0.1, rateDecay: 0.05, weightDecay: 0.1)
        case "RMSProp": RMSProp(p, learningRate: 0.05, weightDecay: 0.1)
        case "RMSProp centered": RMSProp(p, learningRate: 0.05, alpha: 0.9, momentum: 0.5, centered: true)
        case "Adadelta": Adadelta(p, weightDecay: 0.1)
        case "Adam": Adam(p, learningRate: 0.1, weightDecay: 0.1)
        case "AdamW": AdamW(p, learningRate: 0.1, weightDecay: 0.1)
        case "Adamax": Adamax(p, learningRate: 0.1, weightDecay: 0.1)
        default: nil
        }
    }

    static let cases = GoldenCase.all("optimizers").filter { $0.name != "shared" && !$0.name.hasPrefix("clip") }
    static let shared = GoldenCase.all("optimizers")[0].values("input")

    static func loss(_ w: Parameter) -> Tensor { (w.value - shared[1].cast(to: w.value.dtype)).pow(4).sum() }

    @Test(arguments: cases)
    func tenStepsAreThoseOfPyTorch(golden: GoldenCase) throws {
        for (dtype, tolerance) in [(DType.float64, 1e-7), (.float32, 1e-5)] {
            let w = Parameter(OptimizerGoldenTests.shared[0].cast(to: dtype))
            let optimizer = try #require(OptimizerGoldenTests.make(golden.name, [w]))
            #expect(golden.values("output").count == 10)
            for (step, expected) in golden.values("output").enumerated() {
                optimizer.zeroGrad()
                OptimizerGoldenTests.loss(w).backward()
                optimizer.step()
                expectClose(w.value, expected, "\(dtype) step \(step)", tolerance: tolerance)
            }
        }
    }

    @Test(arguments: cases)
    func anOptimizerGoesOnFromItsState(golden: GoldenCase) throws {
        let w = Parameter(OptimizerGoldenTests.shared[0])
        let first = try #require(OptimizerGoldenTests.make(golden.name, [w]))
        func step(_ optimizer: Optimizer, _ parameter: Parameter) {
            optimizer.zeroGrad()
            OptimizerGoldenTests.loss(parameter).backward()
            optimizer.step()
        }
        for _ in 0..<3 { step(first, w) }
        let (state, value) = (first.state, w.value.detach())
        for _ in 0..<4 { step(first, w) }
        let other = Parameter(value)
        let second = try #require(OptimizerGoldenTests.make(golden.name, [other]))
        try second.load(state: state)
        #expect(second.stepCount == 3)
        for _ in 0..<4 { step(second, other) }
        #expect(other.value.scalars() == w.value.scalars())
    }

    @Test func clippingIsThatOfPyTorch() throws {
        let w = Parameter(OptimizerGoldenTests.shared[0])
        let norm = try GoldenCase.named("clip norm", in: "optimizers")
        OptimizerGoldenTests.loss(w).backward()
        let before = [w].clipGradients(toNorm: 1.5)
        expectClose(Tensor(before), norm.values("norm")[0])
        expectClose(w.grad, norm.values("output")[0])
        w.grad = nil
        OptimizerGoldenTests.loss(w).backward()
        [w].clipGradients(toValue: 0.5)
        expectClose(w.grad, try GoldenCase.named("clip value", in: "optimizers").values("output")[0])
    }

    @Test func anOptimizerClipsByItself() throws {
        for clipping in [GradientClipping.norm(1.5), .value(0.5)] {
            let w = Parameter(OptimizerGoldenTests.shared[0])
            let optimizer = SGD([w], learningRate: 1)
            optimizer.gradientClipping = clipping
            OptimizerGoldenTests.loss(w).backward()
            let gradient = w.grad!.detach()
            optimizer.step()
            let change = OptimizerGoldenTests.shared[0] - w.value.detach()
            switch clipping {
            case .norm: expectClose(change.norm(), Tensor(1.5))
            case .value: #expect(change.abs().max().item() < 0.50001)
            }
            #expect(w.grad!.scalars() == gradient.scalars())
        }
    }
}

import Tensors
import Testing

/// Every differentiable operation in every memory layout.
@Suite struct GradientCheckTests {
    @Test(arguments: DifferentiableCase.all, Layout.allCases)
    func gradientsMatchCentralDifferences(test: DifferentiableCase, layout: Layout) throws {
        guard let (leaves, function) = test.instance(layout) else { return }
        try checkGradients(of: leaves, function)
    }

    @Test(arguments: DifferentiableCase.all, Layout.allCases)
    func tangentsMatchCentralDifferences(test: DifferentiableCase, layout: Layout) throws {
        guard let (leaves, function) = test.instance(layout) else { return }
        try checkGradients(of: leaves, mode: .forward, function)
    }

    @Test(arguments: DifferentiableCase.all, Layout.allCases)
    func secondDerivativesMatchCentralDifferences(test: DifferentiableCase, layout: Layout) throws {
        guard let (leaves, function) = test.instance(layout) else { return }
        try checkGradients(of: leaves, tolerance: 1e-5) { x in
            let slopes = gradient(of: { function($0).squared().sum() }, at: x)
            return Tensor.concatenated(slopes.map { $0.reshape(-1) })
        }
    }

    @Test(arguments: DifferentiableCase.all, Layout.allCases)
    func hessianVectorProductsAgreeInBothModes(test: DifferentiableCase, layout: Layout) throws {
        guard let (leaves, function) = test.instance(layout) else { return }
        let generator = RandomGenerator(seed: 12)
        let direction = leaves.map { Tensor.normal($0.shape, dtype: .float64, generator: generator) }
        func slopes(_ x: [Tensor]) -> Tensor {
            Tensor.concatenated(gradient(of: { function($0).squared().sum() }, at: x).map { $0.reshape(-1) })
        }
        let forward = jvp(of: slopes, at: leaves, along: direction).tangent
        // The Hessian is symmetric: the gradient of slopes · v is H v as well.
        let along = Tensor.concatenated(direction.map { $0.reshape(-1) })
        let reverse = Tensor.concatenated(
            gradient(of: { (slopes($0) * along).sum() }, at: leaves).map { $0.reshape(-1) })
        for (a, b) in zip(forward.scalars(), reverse.scalars()) {
            #expect((a - b).magnitude <= 1e-10 * max(1, b.magnitude))
        }
    }
}

@Suite struct CheckGradientsTests {
    @Test func aWrongDerivativeIsNamed() {
        // detach() hides half of x² from the tape.
        let error = #expect(throws: GradientMismatch.self) {
            try checkGradients(of: [Tensor([1]), Tensor([0.2, 3])], names: ["a", "b"]) {
                $0[0].sum() + ($0[1] * $0[1].detach()).sum()
            }
        }
        #expect(error?.parameter == "b")
        #expect(error?.index == [1])
        #expect(error?.found == 3)
        #expect(((error?.expected ?? 0) - 6).magnitude < 1e-6)
        #expect("\(error!)".hasPrefix("the gradient of b at [1] is 3.0, but the central difference is "))
    }

    @Test func theWorstDisagreementIsTheOneNamed() {
        // A third of every derivative is hidden, but all of that at [1, 1].
        let seen = Tensor([[1, 1], [1, 0]], dtype: .float64)
        let error = #expect(throws: GradientMismatch.self) {
            try checkGradients(of: [Tensor([[1, 2], [5, 3]])]) { x in
                (x[0] * seen * 2 + x[0].detach()).sum()
            }
        }
        #expect(error?.parameter == "input 0")
        #expect(error?.index == [1, 1])
        #expect(error?.found == 0)
    }

    @Test func aWrongForwardRuleIsFound() {
        let halved = CustomOperation("halved") {
            $0[0] / 2
        } backward: {
            [$0.gradient / 2]
        } forward: {
            $0.tangents[0]
        }
        #expect(throws: Never.self) { try checkGradients(of: [Tensor([1, 2])]) { halved($0) } }
        let error = #expect(throws: GradientMismatch.self) {
            try checkGradients(of: [Tensor([1, 2])], mode: .forward) { halved($0) }
        }
        #expect(error?.mode == .forward)
    }

    @Test func gradientsThatAreNotNumbersAreFound() {
        #expect(throws: GradientMismatch.self) { try checkGradients(of: [Tensor([0])]) { $0[0].sqrt() * 0 } }
    }

    @Test func parametersInStructsAreNamedByTheirPath() {
        struct Layer {
            var weight: Tensor
            var biases: [Tensor]
        }
        let layer = Layer(weight: Tensor([1, 2]), biases: [Tensor([0.5]), Tensor([3])])
        #expect(throws: Never.self) {
            try checkGradients(of: layer) { ($0.weight * $0.biases[0]).sum() + $0.biases[1].squared().sum() }
        }
        let error = #expect(throws: GradientMismatch.self) {
            try checkGradients(of: layer) { ($0.weight * $0.biases[0]).sum() + $0.biases[1].detach().squared().sum() }
        }
        #expect(error?.parameter == "biases.1")
        #expect(error?.index == [0])
    }
}

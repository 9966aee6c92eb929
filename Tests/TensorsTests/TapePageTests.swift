import Glibc
import Tensors
import Testing

/// The code of the page `TheTape` of the documentation, with what the page says of the results.
@Suite struct TapePageTests {
    @Test func everyBlockOfThePageIsTestedHere() throws {
        // In a notebook an expression by itself is shown; here its value is assigned to nothing.
        func lines(_ text: Substring) -> [Substring] {
            text.split(separator: "\n").map { line in
                let code = line.drop { $0 == " " }
                return code.hasPrefix("_ = ") ? code.dropFirst(4) : code
            }
        }
        let page = try #require(RepositoryFiles.text("Sources/Tensors/Tensors.docc/TheTape.md"))
        let tests = lines(try #require(RepositoryFiles.text("Tests/TensorsTests/TapePageTests.swift"))[...])
        let blocks = page.matches(of: /```swift\n((?s).*?)```/).map { lines($0.1) }
        #expect(blocks.count >= 12)
        for block in blocks {
            let isTested = tests.indices.contains { start in
                tests[start...].starts(with: block)
            }
            #expect(isTested, "not in this file: \(block.joined(separator: "\n"))")
        }
    }

    private func expect(
        _ tensor: Tensor?, _ expected: [Double], within tolerance: Double = 5e-6,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = tensor?.scalars() ?? []
        #expect(found.count == expected.count, sourceLocation: sourceLocation)
        for (a, b) in zip(found, expected) { #expect((a - b).magnitude <= tolerance, sourceLocation: sourceLocation) }
    }

    @Test func theChainRule() {
        let x = Tensor(2)
        let w1 = Tensor(0.5, requiresGrad: true)
        let w2 = Tensor(3, requiresGrad: true)

        let u = w1 * x
        let v = exp(u)
        let y = w2 * v
        y.backward()

        _ = w1.grad!  // w₂ e^(w₁x) x = 16.3097
        _ = w2.grad!  // e^(w₁x) = 2.7183

        let e = exp(0.5 * 2.0)
        expect(y, [3 * e])
        expect(w1.grad, [3 * e * 2])
        expect(w2.grad, [e])
        expect(w1.grad, [16.3097], within: 5e-5)
        expect(w2.grad, [2.7183], within: 5e-5)

        let z = w2 * exp(w1 * x)
        z.backward(retainGradients: true)
        for node in z.graph(naming: ["x": x, "w1": w1, "w2": w2]) {
            print(node.name ?? "", node.operation ?? "", node.value, node.gradient ?? "")
        }

        let steps = z.graph().filter { $0.operation != nil }
        #expect(steps.map(\.operation) == ["multiply", "exp", "multiply"])
        // ∂y/∂u = w₂ e^u, ∂y/∂v = w₂, ∂y/∂y = 1
        for (step, slope) in zip(steps, [3 * e, 3, 1]) { expect(step.gradient, [slope]) }
    }

    @Test func theNetworkWithTwoLayers() {
        let i = Tensor([0.1, 0.5])
        let weights1 = Tensor([[0.1, 0.3], [0.2, 0.4]], requiresGrad: true)
        let bias1 = Tensor(0.25, requiresGrad: true)
        let weights2 = Tensor([[0.5, 0.6], [0.7, 0.8]], requiresGrad: true)
        let bias2 = Tensor(0.35, requiresGrad: true)

        let h = sigmoid(weights1.matmul(i) + bias1)  // 0.60109, 0.61538
        let o = sigmoid(weights2.matmul(h) + bias2)  // 0.73492, 0.77955

        // The lecture's numbers, of which it gives five digits, not always rounded.
        expect(weights1.matmul(i) + bias1, [0.41, 0.47])
        expect(h, [0.60109, 0.61538], within: 1e-5)
        expect(weights2.matmul(h) + bias2, [1.01977, 1.26306], within: 1e-5)
        expect(o, [0.73492, 0.77955], within: 1e-5)

        let t = Tensor([0.01, 0.99])
        let error = (o - t).squared().sum() / 2
        error.backward()

        let delta = (o - t) * o * (1 - o)
        let byHand2 = delta.reshape(2, 1) * h.reshape(1, 2)
        let hidden = weights2.transposed().matmul(delta) * h * (1 - h)
        let byHand1 = hidden.reshape(2, 1) * i.reshape(1, 2)
        // weights2.grad is byHand2, and weights1.grad is byHand1

        expect(weights2.grad, byHand2.scalars(), within: 1e-7)
        expect(weights1.grad, byHand1.scalars(), within: 1e-7)
        expect(bias2.grad, [delta.sum().item()], within: 1e-7)
        expect(bias1.grad, [hidden.sum().item()], within: 1e-7)
        // One of them in plain numbers: (o₁ - t₁) o₁ (1 - o₁) h₁.
        let o1 = 1 / (1 + exp(-1.01977))
        expect(weights2.grad![0, 0], [(o1 - 0.01) * o1 * (1 - o1) * 0.60109], within: 1e-5)
    }

    @Test func accumulation() {
        let a = Tensor(3, requiresGrad: true)
        (a * a + a).backward()
        _ = a.grad!  // 2 · 3 + 1 = 7
        (a * a + a).backward()
        _ = a.grad!  // 14

        expect(a.grad, [14])
    }

    @Test func gradientsAsFunctions() {
        struct Line {
            var slope: Tensor
            var offset: Tensor
        }
        let line = Line(slope: Tensor(2), offset: Tensor(1))
        let (loss, slopes) = valueAndGradient(of: { ($0.slope * 3 + $0.offset).squared() }, at: line)
        // loss is 49, slopes.slope is 42, slopes.offset is 14

        expect(loss, [49])
        expect(slopes.slope, [42])
        expect(slopes.offset, [14])
    }

    @Test func whatIsNotRecorded() {
        let a = Tensor(3, requiresGrad: true)
        let quiet = noGradient { a * 2 }  // quiet.requiresGrad is false
        let constant = (a * a).detach() * a  // ∂/∂a counts only the last factor

        #expect(!quiet.requiresGrad)
        constant.backward()
        expect(a.grad, [9])
    }

    @Test func hooksAndCustomOperations() {
        let input = Tensor([1, 2], requiresGrad: true)
        let layer = input * 3
        var norms: [Double] = []
        layer.registerHook { gradient in norms.append(gradient.squared().sum().item()) }
        layer.registerHook { gradient in gradient * 0.1 }
        layer.squared().sum().backward()
        // norms is [180], and input.grad is a tenth of [18, 36]

        #expect(norms == [180])
        expect(input.grad, [1.8, 3.6])

        let rounded = CustomOperation("round") { x in
            Tensor(x[0].scalars().map { $0.rounded() }, shape: x[0].shape, dtype: x[0].dtype)
        } backward: { pass in
            [pass.gradient]
        }
        let throughRounding = gradient(of: { (rounded($0) * 5).sum() }, at: Tensor([0.4, 1.6]))  // [5, 5]

        expect(throughRounding, [5, 5])
    }

    @Test func derivativesOfDerivatives() {
        let cube = { (x: Tensor) in x * x * x }
        let second = gradient(of: { gradient(of: cube, at: $0) }, at: Tensor(2))  // 6 · 2 = 12

        expect(second, [12])
    }

    @Test func forwardMode() {
        let moving = Tensor(3).dual(tangent: Tensor(1))
        _ = (moving * moving).tangent!  // 2 · 3 · 1 = 6
        let (value, slope) = jvp(of: { sin($0) }, at: Tensor(0), along: Tensor(1))  // 0 and cos 0 = 1

        expect((moving * moving).tangent, [6])
        expect(value, [0])
        expect(slope, [1])

        let f = { (x: Tensor) in x[0] * x[0] * x[1] }
        let point = Tensor([1, 2])
        _ = jacobian(of: { $0 * $0 }, at: point)  // [[2, 0], [0, 4]]
        _ = hessian(of: f, at: point)  // [[4, 2], [2, 0]]
        _ = hessianVectorProduct(of: f, at: point, along: Tensor([1, 0])).product  // [4, 2]

        expect(jacobian(of: { $0 * $0 }, at: point), [2, 0, 0, 4])
        expect(hessian(of: f, at: point), [4, 2, 2, 0])
        expect(hessianVectorProduct(of: f, at: point, along: Tensor([1, 0])).product, [4, 2])
    }

    @Test func proof() {
        do {
            try checkGradients(of: [Tensor([0.2, 3])], names: ["x"]) { ($0[0] * $0[0].detach()).sum() }
        } catch {
            print(error)  // the gradient of x at [1] is 3.0, but the central difference is 6.0…
        }

        let error = #expect(throws: GradientMismatch.self) {
            try checkGradients(of: [Tensor([0.2, 3])], names: ["x"]) { ($0[0] * $0[0].detach()).sum() }
        }
        #expect(error?.description.hasPrefix("the gradient of x at [1] is 3.0, but the central difference is ") == true)
        #expect(((error?.expected ?? 0) - 6).magnitude < 1e-6)
    }
}

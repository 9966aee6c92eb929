import Glibc
import Tensors
import Testing

@Suite struct TapeTests {
    @Test func lectureExampleOfTheChainRule() {
        // y = w₂ e^(w₁ x): ∂y/∂w₁ = w₂ x e^(w₁ x), ∂y/∂w₂ = e^(w₁ x)
        let x = 2.0
        let w1 = Tensor(0.5, dtype: .float64, requiresGrad: true)
        let w2 = Tensor(3, dtype: .float64, requiresGrad: true)
        let y = w2 * exp(w1 * x)
        y.backward()
        #expect((y.item() - 3 * exp(1.0)).magnitude < 1e-14)
        #expect((w1.grad!.item() - 3 * 2 * exp(1.0)).magnitude < 1e-14)
        #expect((w2.grad!.item() - exp(1.0)).magnitude < 1e-14)
    }

    @Test func fanOutAdds() {
        let x = Tensor([1, 2, 3], requiresGrad: true)
        (x * x + x).sum().backward()
        #expect(x.grad!.scalars() == [3, 5, 7])
    }

    @Test func gradientsAccumulateUntilCleared() {
        let x = Tensor(2, requiresGrad: true)
        (x * 3).backward()
        (x * 3).backward()
        #expect(x.grad!.item() == 6)
        x.grad = nil
        (x * 3).backward()
        #expect(x.grad!.item() == 3)
    }

    @Test func broadcastOperandsGetTheirOwnShapeBack() {
        let row = Tensor([1, 2, 3], requiresGrad: true)
        let column = Tensor([[1], [2]], requiresGrad: true)
        (row * column).sum().backward()
        #expect(row.grad!.scalars() == [3, 3, 3])
        #expect(column.grad!.shape == [2, 1])
        #expect(column.grad!.scalars() == [6, 6])
    }

    @Test func nothingIsRecordedWithoutNeed() {
        let x = Tensor(2, requiresGrad: true)
        #expect(noGradient { x * x }.requiresGrad == false)
        #expect((x.detach() * 2).requiresGrad == false)
        #expect((Tensor(1) + 1).operationName == nil)
        #expect((x * x).operationName == "multiply")
        #expect(isGradientEnabled)
    }

    @Test func swiftControlFlowDifferentiates() {
        let x = Tensor(1.5, requiresGrad: true)
        var y = x
        for _ in 0..<3 where y.item() < 100 { y = y * x }
        y.backward()
        #expect(x.grad!.item() == 13.5)
    }

    @Test func functionalGradientsLeaveGradAlone() {
        let w = Tensor(3, requiresGrad: true)
        let (value, slope) = valueAndGradient(of: { $0 * $0 * w }, at: Tensor(2))
        #expect(value.item() == 12)
        #expect(slope.item() == 12)
        #expect(w.grad == nil)
        let (a, b) = gradient(of: { $0 * $1 }, at: Tensor(2), Tensor(5))
        #expect(a.item() == 5)
        #expect(b.item() == 2)
        #expect(gradient(of: { _ in w.detach() }, at: Tensor([1, 2])).scalars() == [0, 0])
        #expect(gradient(of: { $0 }, at: Tensor(4)).item() == 1)
    }

    @Test func gradientsNest() {
        // f = x⁴: f'' = 12 x², f''' = 24 x
        let x = Tensor(2, dtype: .float64)
        let f = { (x: Tensor) in x * x * x * x }
        let second = { (x: Tensor) in gradient(of: { gradient(of: f, at: $0) }, at: x) }
        #expect(second(x).item() == 48)
        #expect(gradient(of: second, at: x).item() == 48)
    }

    @Test func backwardCanBeRecorded() {
        let x = Tensor(3, requiresGrad: true)
        (x * x * x).backward(createGraph: true)
        let slope = x.grad!
        x.grad = nil
        slope.backward()
        #expect(x.grad!.item() == 18)
    }

    @Test func longChainsNeitherOverflowTheStackNorLeak() {
        let x = Tensor(1, requiresGrad: true)
        var y = x
        for _ in 0..<300_000 { y = y + 1 }
        y.backward()
        #expect(x.grad!.item() == 1)
        y = x
    }

    @Test func longChainsOfRecordedGradientsAreFreedToo() {
        let sines = { (x: Tensor) in (0..<100_000).reduce(x) { y, _ in y.sin() } }
        let start = Tensor(0.5, dtype: .float64)
        let second = gradient(of: { gradient(of: sines, at: $0) }, at: start).item()
        #expect(second < 0)
        #expect(hessianVectorProduct(of: sines, at: start, along: start).product.item() == second * 0.5)
        let x = start.requiringGrad()
        sines(x).backward(createGraph: true, retainGradients: true)
        #expect(x.grad!.item() > 0)
        x.grad = nil
    }

    @Test func variablesBecomeLeavesWithoutChangingCopies() {
        var x = Tensor([1, 2])
        let before = x
        x.requiresGrad = true
        #expect(!before.requiresGrad)
        x.sum().backward()
        #expect(x.grad!.scalars() == [1, 1])
        #expect(before.grad == nil)
    }

    @Test func gradientsCanBeAskedOfAnyResult() {
        let x = Tensor(2, requiresGrad: true)
        let h = x * x
        let y = h * h + x
        // ∂y/∂h = 2h, and ∂y/∂x counts the way through h.
        #expect(y.gradients(withRespectTo: [h, x]).map { $0.item() } == [8, 33])
        #expect(y.gradients(withRespectTo: [x, h]).map { $0.item() } == [33, 8])
        #expect(y.gradients(withRespectTo: [y])[0].item() == 1)
        #expect(x.grad == nil)
    }

    @Test func aGraphOfTheGradientReachesWhatTheFunctionCaptured() {
        let w = Tensor(3, requiresGrad: true)
        let slope = gradient(of: { $0 * $0 * w }, at: Tensor(2), createGraph: true)
        (slope * slope).backward()
        // (2 · 2 · w)²: the derivative is 32 w.
        #expect(w.grad!.item() == 96)
    }

    @Test func onlyTheWayToTheVariablesIsWalked() {
        var visits = 0
        let w = Tensor(3, requiresGrad: true)
        let history = w * 2
        history.registerHook { _ in visits += 1 }
        #expect(gradient(of: { $0 * history }, at: Tensor(5)).item() == 6)
        #expect(visits == 0)
    }

    @Test func powersOfZeroHaveTheirDerivative() {
        let x = Tensor([0, 0, 0], dtype: .float64)
        let exponents = Tensor([0, 1, 2], dtype: .float64)
        #expect(gradient(of: { $0.pow(exponents).sum() }, at: x).scalars() == [0, 1, 0])
    }

    @Test func backwardOfManyNumbersIsRefused() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Tensor([1, 2], requiresGrad: true).backward()
        }
        expectMessage(["backward: the tensor has shape [2]", "take its sum() or mean()"], in: result)
    }

    @Test func backwardWithoutATapeIsRefused() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor(1, requiresGrad: true)
            noGradient { x * 2 }.backward()
        }
        expectMessage(["backward: this tensor depends on no tensor with requiresGrad"], in: result)
    }

    @Test func gradientsOfWhatTheValueDoesNotDependOnAreRefused() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let (x, other) = (Tensor(1, requiresGrad: true), Tensor([1, 2], requiresGrad: true))
            _ = (x * x).gradients(withRespectTo: [x, other])
        }
        expectMessage(["gradients: the value does not depend on input 1 (shape [2])"], in: result)
    }

    @Test func gradientsOfWhatIsNotRecordedAreRefused() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor(1, requiresGrad: true)
            _ = (x * x).gradients(withRespectTo: [Tensor(2)])
        }
        expectMessage(["gradients: input 0 (shape []) is not recorded"], in: result)
    }

    @Test func integersHaveNeitherGradientsNorTangents() async {
        let gradients = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = gradient(of: { ($0 * 2).sum() }, at: Tensor([1, 2], dtype: .int64))
        }
        expectMessage(["a tensor of int64 has no gradient", "cast(to: .float32) first"], in: gradients)
        let tangents = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1, 2], dtype: .int64).dual(tangent: Tensor([1, 1]))
        }
        expectMessage(["dual: a tensor of int64 has no tangent", "cast(to: .float32) first"], in: tangents)
    }

    @Test func integersInStructsAreLeftAlone() {
        struct Batch {
            var weight: Tensor
            var rows: Tensor
        }
        let batch = Batch(weight: Tensor([1, 2, 3]), rows: Tensor([2, 0, 2], dtype: .int64))
        let slope = gradient(of: { $0.weight.gathered(at: $0.rows, axis: 0).sum() }, at: batch)
        #expect(slope.weight.scalars() == [1, 0, 2])
        #expect(slope.rows.scalars() == [0, 0, 0])
        #expect(throws: Never.self) {
            try checkGradients(of: batch) { $0.weight.gathered(at: $0.rows, axis: 0).squared().sum() }
        }
    }

    @Test func tangentsOfAnotherShapeAreRefused() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = jvp(of: { $0 }, at: Tensor([1, 2]), along: Tensor(1))
        }
        expectMessage(["jvp: a tangent of shape [] for a tensor of shape [2]"], in: result)
    }
}

import Glibc
import Tensors
import Testing

@Suite struct ForwardModeTests {
    let x = Tensor([0.5, -1.5, 2], dtype: .float64)

    @Test func dualTensorsCarryTheirTangentThroughEveryOperation() {
        let moving = Tensor(3, dtype: .float64).dual(tangent: Tensor(1, dtype: .float64))
        let y = moving * moving + 2
        #expect(y.item() == 11)
        #expect(y.tangent!.item() == 6)
        #expect(Tensor(3).tangent == nil)
        #expect((y.detach() * 2).tangent == nil)
        #expect(noGradient { moving * 5 }.tangent!.item() == 5)
    }

    @Test func dualTensorsRecordNothing() {
        let y = x.dual(tangent: .ones([3], dtype: .float64)).exp()
        #expect(!y.requiresGrad)
        #expect(y.operationName == nil)
    }

    @Test func jvpIsTheDerivativeAlongADirection() {
        let (value, tangent) = jvp(of: { ($0 * $0).sum() }, at: x, along: Tensor([1, 0, 2], dtype: .float64))
        #expect(value.item() == 6.5)
        #expect(tangent.item() == 2 * (0.5 + 4))
        #expect(value.tangent == nil)
        let (_, both) = jvp(of: { $0[0] * $0[1] }, at: [Tensor(2), Tensor(5)], along: [Tensor(1), Tensor(10)])
        #expect(both.item() == 25)
        let (_, none) = jvp(of: { _ in Tensor([7]) }, at: x, along: x)
        #expect(none.scalars() == [0])
        let (_, same) = jvp(of: { $0 }, at: x, along: x)
        #expect(same.scalars() == x.scalars())
    }

    @Test func nestedLevelsAreHigherDerivativesAndNeverConfused() {
        // d/dx (x · d/dy (x + y)) = 1, the classic of perturbation confusion.
        let one = Tensor(1, dtype: .float64)
        let outer = jvp(
            of: { x in x * jvp(of: { y in x + y }, at: one, along: one).tangent }, at: one, along: one)
        #expect(outer.tangent.item() == 1)
        // x⁵ at 2: 80, 160, 240
        let f = { (x: Tensor) in x * x * x * x * x }
        func derivative(_ f: @escaping (Tensor) -> Tensor) -> (Tensor) -> Tensor {
            { jvp(of: f, at: $0, along: one).tangent }
        }
        let two = Tensor(2, dtype: .float64)
        #expect(derivative(f)(two).item() == 80)
        #expect(derivative(derivative(f))(two).item() == 160)
        #expect(derivative(derivative(derivative(f)))(two).item() == 240)
    }

    @Test func anEndedLevelLeavesNothingBehind() {
        var escaped: Tensor?
        let one = Tensor(1, dtype: .float64)
        _ = jvp(
            of: {
                escaped = $0 * 3
                return $0
            }, at: one, along: one)
        let (_, tangent) = jvp(of: { $0 * escaped! }, at: one, along: one)
        #expect(tangent.item() == 3)
    }

    @Test func bothModesMixInEitherOrder() {
        let f = { (x: Tensor) in (x.sin() * x).sum() }
        let one = Tensor.ones([3], dtype: .float64)
        // f'' = 2 cos x - x sin x
        let expected = x.scalars().map { 2 * cos($0) - $0 * sin($0) }
        let forwardOverReverse = jvp(of: { gradient(of: f, at: $0) }, at: x, along: one).tangent
        let reverseOverForward = gradient(of: { jvp(of: f, at: $0, along: one).tangent }, at: x)
        for (a, b) in zip(forwardOverReverse.scalars(), expected) { #expect((a - b).magnitude < 1e-12) }
        for (a, b) in zip(reverseOverForward.scalars(), expected) { #expect((a - b).magnitude < 1e-12) }
    }

    @Test func longChainsWithTangentsNeitherOverflowTheStackNorLeak() {
        let x = Tensor(0.5, dtype: .float64, requiresGrad: true)
        let sines = { (x: Tensor) in (0..<100_000).reduce(x) { y, _ in y.sin() } }
        let (value, slope) = jvp(of: sines, at: x, along: Tensor(1, dtype: .float64))
        slope.backward()
        #expect(value.item() > 0 && slope.item() > 0 && x.grad!.item() < 0)
    }

    @Test func longLoopsKeepNoTape() {
        var y = Tensor(1, dtype: .float64).dual(tangent: Tensor(1, dtype: .float64))
        for _ in 0..<100_000 { y = y + 1 }
        #expect(y.tangent!.item() == 1)
    }
}

@Suite struct JacobianTests {
    let x = Tensor([1, 2, 3], dtype: .float64)
    /// (x₀ x₁, x₂²)
    let f = { (x: Tensor) in Tensor.stacked([x[0] * x[1], x[2] * x[2]]) }

    @Test(arguments: [nil, .forward, .reverse] as [DifferentiationMode?])
    func jacobiansHoldEveryPartialDerivative(mode: DifferentiationMode?) {
        let jacobian = jacobian(of: f, at: x, mode: mode)
        #expect(jacobian.shape == [2, 3])
        #expect(jacobian.scalars() == [2, 1, 0, 0, 0, 6])
    }

    @Test(arguments: [nil, .forward, .reverse] as [DifferentiationMode?])
    func jacobiansHaveTheShapesOfOutputAndInput(mode: DifferentiationMode?) {
        let matrix = Tensor.arange(6, dtype: .float64).reshape(2, 3)
        #expect(jacobian(of: { $0.transposed() }, at: matrix, mode: mode).shape == [3, 2, 2, 3])
        #expect(jacobian(of: { $0.sum() }, at: matrix, mode: mode).shape == [2, 3])
        #expect(jacobian(of: { $0.exp() }, at: Tensor(0), mode: mode).shape == [])
        #expect(jacobian(of: { $0 * 2 }, at: .zeros([0]), mode: mode).shape == [0, 0])
    }

    @Test func hessiansHoldSecondDerivatives() {
        // f = x₀² x₁ + x₂³
        let f = { (x: Tensor) in x[0] * x[0] * x[1] + x[2] * x[2] * x[2] }
        #expect(hessian(of: f, at: x).scalars() == [4, 2, 0, 2, 0, 0, 0, 0, 18])
        let (slope, product) = hessianVectorProduct(of: f, at: x, along: Tensor([1, 1, 1], dtype: .float64))
        #expect(slope.scalars() == [4, 1, 27])
        #expect(product.scalars() == [6, 2, 18])
    }

    @Test func pullbacksReuseOneEvaluation() {
        var evaluations = 0
        let (value, pullback) = vjp(
            of: {
                evaluations += 1
                return self.f($0)
            }, at: x)
        #expect(value.scalars() == [2, 9])
        #expect(pullback(Tensor([1, 0], dtype: .float64)).scalars() == [2, 1, 0])
        #expect(pullback(Tensor([1, 2], dtype: .float64)).scalars() == [2, 1, 12])
        #expect(evaluations == 1)
    }

    @Test func jacobiansCanBeDifferentiated() {
        // Σ of the Jacobian of x³ is Σ 3x²; its gradient is 6x.
        for mode in DifferentiationMode.allCases {
            let slope = gradient(of: { jacobian(of: { $0 * $0 * $0 }, at: $0, mode: mode).sum() }, at: x)
            #expect(slope.scalars() == [6, 12, 18])
        }
    }
}

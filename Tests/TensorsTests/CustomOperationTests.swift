import Tensors
import Testing

@Suite struct CustomOperationTests {
    let rounded = CustomOperation("round") { x in
        Tensor(x[0].scalars().map { $0.rounded() }, shape: x[0].shape, dtype: x[0].dtype)
    } backward: { pass in
        [pass.gradient]
    }

    @Test func theBackwardRuleTakesThePlaceOfTheTape() {
        let x = Tensor([0.4, 1.6], requiresGrad: true)
        let y = rounded(x)
        #expect(y.scalars() == [0, 2])
        #expect(y.operationName == "round")
        (y * y).sum().backward()
        #expect(x.grad!.scalars() == [0, 4])
    }

    @Test func stepsOfTheValueAreNotRecorded() {
        let x = Tensor(2, requiresGrad: true)
        let seen = CustomOperation("seen") { x in
            #expect(!x[0].requiresGrad)
            return x[0] * x[0]
        } backward: { _ in
            [nil]
        }
        let y = seen(x) + x
        y.backward()
        #expect(x.grad!.item() == 1)
    }

    @Test func forwardModeFollowsFromTheBackwardRule() {
        let (value, tangent) = jvp(of: { rounded($0) * 3 }, at: Tensor([0.6]), along: Tensor([2]))
        #expect(value.scalars() == [3])
        #expect(tangent.scalars() == [6])
    }

    @Test func outputsMayBeViewsOfInputs() {
        let turned = CustomOperation("turn") {
            $0[0].transposed()
        } backward: {
            [$0.gradient.transposed()]
        }
        let x = Tensor([[1, 2, 3], [4, 5, 6]], requiresGrad: true)
        (turned(x) * Tensor([[1, 2], [3, 4], [5, 6]])).sum().backward()
        #expect(x.grad!.scalars() == [1, 3, 5, 2, 4, 6])
    }

    @Test func manyInputsEachGetTheirGradient() {
        let weighted = CustomOperation("weighted") {
            $0[0] * 1 + $0[1] * 2 + $0[2] * 3
        } backward: {
            [$0.gradient, $0.gradient * 2, $0.gradient * 3]
        }
        let inputs = (0..<3).map { Tensor([Double($0)], requiresGrad: true) }
        weighted(inputs).sum().backward()
        #expect(inputs.map { $0.grad!.item() } == [1, 2, 3])
    }

    @Test func aWrongNumberOfGradientsIsRefused() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let broken = CustomOperation("broken") {
                $0[0]
            } backward: { _ in
                []
            }
            broken(Tensor(1, requiresGrad: true)).backward()
        }
        expectMessage(["broken: backward returned 0 gradients for 1 inputs"], in: result)
    }

    @Test func aGradientOfAnotherShapeIsRefused() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let broken = CustomOperation("broken") {
                $0[0]
            } backward: {
                [$0.gradient.sum()]
            }
            broken(Tensor([1, 2], requiresGrad: true)).sum().backward()
        }
        expectMessage(["broken: backward returned shape [] for input 0 of shape [2]"], in: result)
    }
}

import Tensors
import Testing

@Suite struct GradientHookTests {
    let x = Tensor([1, 2], requiresGrad: true)

    @Test func hooksReadTheCompleteGradient() {
        var seen: [[Double]] = []
        let h = x * 3
        h.registerHook { gradient in seen.append(gradient.scalars()) }
        (h * h + h).sum().backward()
        #expect(seen == [[7, 13]])
        #expect(x.grad!.scalars() == [21, 39])
    }

    @Test func hooksChangeTheGradientOnItsWay() {
        let h = x * 3
        h.registerHook { gradient in gradient * 10 }
        h.registerHook { gradient in gradient + 1 }
        h.sum().backward()
        #expect(x.grad!.scalars() == [33, 33])
    }

    @Test func hooksOfLeavesActBeforeGradIsSet() {
        x.registerHook { $0 * 2 }
        x.sum().backward()
        x.sum().backward()
        #expect(x.grad!.scalars() == [4, 4])
    }

    @Test func aHookIsRemovedByItsHandle() {
        let hook = x.registerHook { $0 * 2 }
        hook.remove()
        hook.remove()
        x.sum().backward()
        #expect(x.grad!.scalars() == [1, 1])
    }

    @Test func hooksActInFunctionalGradientsToo() {
        let slope = gradient(
            of: { x in
                let h = x * x
                h.registerHook { $0 * 5 }
                return h.sum()
            }, at: Tensor([1, 2]))
        #expect(slope.scalars() == [10, 20])
    }

    @Test func changedGradientsCanBeDifferentiated() {
        let y = Tensor(3, dtype: .float64)
        let second = gradient(
            of: { y in
                gradient(
                    of: { z in
                        let h = z * z
                        h.registerHook { $0 * y }
                        return h
                    }, at: y)
            }, at: y)
        // The inner gradient is 2y · y.
        #expect(second.item() == 12)
    }

    @Test func aHookThatChangesTheShapeIsRefused() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor([1, 2], requiresGrad: true)
            x.registerHook { $0.sum() }
            x.sum().backward()
        }
        expectMessage(["hook: it returned shape [] for a gradient of shape [2]"], in: result)
    }

    @Test func onlyTensorsWithGradientsTakeHooks() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Tensor([1]).registerHook { $0 * 2 }
        }
        expectMessage(["registerHook", "never has a gradient"], in: result)
    }

    @Test func resultsKeepTheirGradientWhenAsked() {
        let h = x * 3
        let other = x * 2
        h.retainGrad()
        (h * other).sum().backward()
        #expect(h.grad!.scalars() == [2, 4])
        #expect(other.grad == nil)
        (h * other).sum().backward()
        #expect(h.grad!.scalars() == [4, 8])
    }
}

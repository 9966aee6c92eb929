import NeuralNetworks
import Tensors
import Testing

@Suite struct OptimizerTests {
    /// Minimises w² / 2 from w = 1, whose gradient is w, and lists w after each step.
    func path(_ make: (Parameter) -> Optimizer, steps: Int = 10) -> [Double] {
        let parameter = Parameter(Tensor([1], dtype: .float64))
        let optimizer = make(parameter)
        return (0..<steps).map { _ in
            optimizer.zeroGrad()
            (parameter.value.squared() * 0.5).sum().backward()
            optimizer.step()
            return parameter.value.scalars()[0]
        }
    }

    @Test func plainDescent() {
        let found = path { SGD([$0], learningRate: 0.1) }
        for (step, w) in found.enumerated() {
            var expected = 1.0
            for _ in 0...step { expected *= 0.9 }
            #expect((w - expected).magnitude < 1e-14)
        }
    }

    @Test func momentumAndDecayFollowTheEquations() {
        let found = path { SGD([$0], learningRate: 0.1, momentum: 0.9, weightDecay: 0.5) }
        var (w, v) = (1.0, 0.0)
        for (step, value) in found.enumerated() {
            let g = w + 0.5 * w
            v = step == 0 ? g : 0.9 * v + g
            w -= 0.1 * v
            #expect((value - w).magnitude < 1e-13)
        }
    }

    @Test func adamFollowsThePaper() {
        let found = path { Adam([$0], learningRate: 0.1, weightDecay: 0.01) }
        var (w, m, v, b1, b2) = (1.0, 0.0, 0.0, 1.0, 1.0)
        for value in found {
            let g = w + 0.01 * w
            m = 0.9 * m + 0.1 * g
            v = 0.999 * v + 0.001 * g * g
            b1 *= 0.9
            b2 *= 0.999
            w -= 0.1 * (m / (1 - b1)) / ((v / (1 - b2)).squareRoot() + 1e-8)
            #expect((value - w).magnitude < 1e-12)
        }
    }

    @Test func parametersWithoutGradientStay() {
        let parameter = Parameter(Tensor([1]))
        SGD([parameter], learningRate: 1).step()
        #expect(parameter.value.item() == 1)
        #expect(parameter.value.requiresGrad)
    }

    @Test func groupsHaveSettingsOfTheirOwn() {
        let (a, b) = (Parameter(Tensor([1])), Parameter(Tensor([1])))
        let optimizer = SGD(
            [ParameterGroup([a], learningRate: 0.5), ParameterGroup([b], weightDecay: 1)], learningRate: 0.1)
        (a.value + b.value).sum().backward()
        optimizer.step()
        #expect((a.value.item() - 0.5).magnitude < 1e-7)
        #expect((b.value.item() - 0.8).magnitude < 1e-7)
        optimizer.learningRate = 0.2
        #expect(optimizer.groups.map(\.learningRate) == [0.2, 0.2])
    }

    @Test func momentumMayBeAGroupsOwn() {
        let (a, b) = (Parameter(Tensor([0])), Parameter(Tensor([0])))
        let optimizer = SGD([ParameterGroup(a), ParameterGroup(b, momentum: 0.5)], learningRate: 1, momentum: 0.9)
        for _ in 0..<2 {
            optimizer.zeroGrad()
            (a.value + b.value).sum().backward()
            optimizer.step()
        }
        #expect((a.value.item() + 2.9).magnitude < 1e-6)
        #expect((b.value.item() + 2.5).magnitude < 1e-6)
        optimizer.momentum = 0
        #expect(optimizer.groups.map(\.momentum) == [0, 0])
    }

    @Test func anOptimizerTakesAModelParametersOrSeveralModels() {
        let (first, second) = (Linear(2, 3), Conv2D(1, 1, kernel: 2))
        #expect(SGD(first, learningRate: 1).groups.map(\.parameters.count) == [2])
        #expect(SGD(first.parameters, learningRate: 1).groups.map(\.parameters.count) == [2])
        #expect(SGD([first, second], learningRate: 1).groups.map(\.parameters.count) == [2, 2])
        #expect(SGD(ParameterGroup([first, second]), learningRate: 1).groups.map(\.parameters.count) == [4])
    }

    @Test func settingsThatMakeNoSenseAreRefused() async {
        expectMessage(
            ["Adam: beta1 is 1.0"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Adam([Parameter(Tensor([1]))], beta1: 1)
            })
        expectMessage(
            ["SGD: a learning rate of -1.0"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = SGD([Parameter(Tensor([1]))], learningRate: -1)
            })
        expectMessage(
            ["AdaGrad has no momentum"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = AdaGrad(ParameterGroup(Linear(1, 1), momentum: 0.5))
            })
        expectMessage(
            ["SGD: a parameter comes twice"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let layer = Linear(1, 1)
                _ = SGD([ParameterGroup(layer), ParameterGroup(layer)], learningRate: 1)
            })
    }

    @Test func aStateOfAnotherModelIsRefused() {
        let (small, large) = (SGD(Linear(1, 1), learningRate: 1, momentum: 0.5), Linear(2, 1))
        let other = SGD(large, learningRate: 1, momentum: 0.5)
        large(Tensor([[1, 2]])).sum().backward()
        other.step()
        let error = #expect(throws: StateError.self) { try small.load(state: other.state) }
        #expect(error?.problems == ["0.momentum_buffer has shape [1, 2]; [1, 1] is wanted"])
    }

    @Test func gradientsOutliveAStep() {
        let parameter = Parameter(Tensor([1]))
        let optimizer = SGD([parameter], learningRate: 1)
        (parameter.value * 2).sum().backward()
        optimizer.step()
        #expect(parameter.grad?.item() == 2)
        optimizer.zeroGrad()
        #expect(parameter.grad == nil)
    }
}

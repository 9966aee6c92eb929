import NeuralNetworks
import Tensors
import Testing

@Suite struct ScheduleTests {
    static func schedule(_ name: String) -> (any LRSchedule)? {
        switch name {
        case "StepLR": StepLR(stepSize: 4, gamma: 0.5)
        case "MultiStepLR": MultiStepLR(milestones: [3, 9], gamma: 0.2)
        case "ExponentialLR": ExponentialLR(gamma: 0.9)
        case "CosineAnnealingLR": CosineAnnealingLR(steps: 15, minimum: 0.01)
        case "LinearLR": LinearLR(startFactor: 0.2, steps: 6)
        case "OneCycleLR": OneCycleLR(maximum: 0.4, steps: 20)
        case "warm-up":
            SequentialLR([LinearLR(startFactor: 0.1, steps: 5), CosineAnnealingLR(steps: 15)], milestones: [5])
        default: nil
        }
    }

    @Test(arguments: GoldenCase.all("schedules").filter { $0.name != "ReduceLROnPlateau" })
    func ratesAreThoseOfPyTorch(golden: GoldenCase) throws {
        let optimizer = SGD([Parameter(Tensor([1]))], learningRate: 0.3, momentum: 0.9)
        let scheduler = LRScheduler(optimizer, try #require(ScheduleTests.schedule(golden.name)))
        let momenta = golden.values("momentum")[0].scalars()
        for (step, expected) in golden.values("output")[0].scalars().enumerated() {
            #expect((optimizer.learningRate - expected).magnitude < 1e-7, "step \(step)")
            #expect((optimizer.momentum - momenta[step]).magnitude < 1e-7, "step \(step)")
            scheduler.step()
        }
    }

    @Test func thePlateauIsThatOfPyTorch() throws {
        let golden = try GoldenCase.named("ReduceLROnPlateau", in: "schedules")
        let optimizer = SGD([Parameter(Tensor([1]))], learningRate: 0.3)
        let scheduler = ReduceLROnPlateau(optimizer, factor: 0.5, patience: 2, cooldown: 1)
        for (metric, expected) in zip(golden.values("input")[0].scalars(), golden.values("output")[0].scalars()) {
            scheduler.step(metric)
            #expect((optimizer.learningRate - expected).magnitude < 1e-7)
        }
    }

    @Test func groupsKeepTheirProportions() {
        let optimizer = SGD(
            [
                ParameterGroup([Parameter(Tensor([1]))]),
                ParameterGroup([Parameter(Tensor([1]))], learningRate: 0.01, weightDecay: 0.5),
            ], learningRate: 0.1)
        let scheduler = LRScheduler(optimizer, ExponentialLR(gamma: 0.5))
        scheduler.step()
        #expect(optimizer.groups.map(\.learningRate) == [0.05, 0.005])
        #expect(optimizer.groups.map(\.weightDecay) == [0, 0.5])
        scheduler.stepCount = 0
        #expect(optimizer.groups.map(\.learningRate) == [0.1, 0.01])
    }

    @Test func theFinderSuggestsARateThatTrainsAndLeavesNoTrace() {
        let generator = RandomGenerator(seed: 2)
        let model = Sequential(Linear(4, 16, generator: generator), Tanh(), Linear(16, 1, generator: generator))
        let x = Tensor.normal([64, 4], generator: generator)
        let y = x.sum(axis: 1, keepDims: true).sin()
        let optimizer = SGD(model, learningRate: 0.5, momentum: 0.9)
        let before = model.state.map { $0.value.scalars() }
        let search = findLearningRate(optimizer, of: model) { meanSquaredError(model(x), y) }
        #expect(model.state.map { $0.value.scalars() } == before)
        #expect(optimizer.learningRate == 0.5 && optimizer.stepCount == 0)
        #expect(search.rates.count == search.losses.count && search.rates.count < 100)
        #expect(search.suggestion > 1e-3 && search.suggestion < 1)
        optimizer.learningRate = search.suggestion
        let first = meanSquaredError(model(x), y).item()
        for _ in 0..<100 {
            optimizer.zeroGrad()
            meanSquaredError(model(x), y).backward()
            optimizer.step()
        }
        #expect(meanSquaredError(model(x), y).item() < 0.3 * first)
    }
}

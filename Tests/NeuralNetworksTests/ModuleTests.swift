import NeuralNetworks
import Tensors
import Testing

private final class Block: Module {
    let inner = Linear(2, 2)
    @Parameter var scale = Tensor.ones([2])
    @Buffer var mean = Tensor.zeros([2])
    override func forward(_ input: Tensor) -> Tensor { inner(input) * scale - mean }
}

private final class Nested: Module {
    let blocks = [Block(), Block()]
    let named = ["b": Linear(1, 1), "a": Linear(1, 1, bias: false)]
    let optional: Linear? = Linear(3, 1)
    let missing: Linear? = nil
    let pair = (first: Linear(1, 2), count: 3)
    let history: [Double] = [1, 2, 3]
    lazy var shared: Linear = blocks[0].inner
}

private class Base: Module {
    @Parameter var first = Tensor([1])
}

private final class Derived: Base {
    @Parameter var second = Tensor([2])
}

private final class Forgetful: Module {
    var weight = Tensor([1])
}

@Suite struct ModuleTests {
    @Test func sequentialNamesByPosition() {
        let model = Sequential(Linear(4, 3), ReLU(), Sequential(Linear(3, 2)))
        #expect(model.namedParameters.map(\.name) == ["0.weight", "0.bias", "2.0.weight", "2.0.bias"])
        #expect(model.parameterCount == 4 * 3 + 3 + 3 * 2 + 2)
    }

    @Test func builderTakesConditionsAndLoops() {
        let deep = true
        let model = Sequential {
            Linear(4, 4)
            for _ in 0..<2 { Tanh() }
            if deep { Linear(4, 1) } else { Linear(4, 2) }
        }
        #expect(model.layers.count == 4)
        #expect(model(Tensor.ones([5, 4])).shape == [5, 1])
    }

    @Test func modulesOfASequentialCanBeReplacedAndTakenApart() async {
        let model = Sequential(Linear(4, 3), ReLU(), Linear(3, 2))
        let body = model[..<2]
        #expect(body.count == 2 && body[0] === model[0])
        model[2] = Linear(3, 5)
        model.append(ReLU())
        #expect(model.count == 4 && model(Tensor.ones([1, 4])).shape == [1, 5])
        #expect(model.namedParameters.map(\.name) == ["0.weight", "0.bias", "2.weight", "2.bias"])
        #expect(model[1...].count == 3 && model[1..<1].count == 0)
        expectMessage(
            ["Sequential", "module 3 is asked for, there are 3"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                Sequential(Linear(4, 3), ReLU(), Linear(3, 2))[3] = ReLU()
            })
        expectMessage(
            ["Sequential", "modules 0..<2 are asked for, there are 1"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Sequential(Linear(4, 3))[..<2]
            })
    }

    @Test func modulesCanStayInEvaluation() {
        let model = Sequential(Linear(2, 2), Sequential(BatchNorm1D(2), Dropout()), BatchNorm1D(2))
        model[..<2].staysInEvaluation = true
        model.train()
        let inner = model[1] as! Sequential
        #expect(model.isTraining && model[2].isTraining && !model[1].isTraining && !inner[0].isTraining)
        let before = model.state.map { $0.value.scalars() }
        _ = model(Tensor([[1, 2], [3, 4], [5, 7]]))
        let changed = zip(model.state, before).filter { $0.0.value.scalars() != $0.1 }.map(\.0.name)
        #expect(changed == ["2.running_mean", "2.running_var", "2.num_batches_tracked"])
        model.evaluating {}
        #expect(!inner[0].isTraining && model[2].isTraining)
        model.staysInEvaluation = false
        #expect(!inner[0].isTraining)
        model.train()
        #expect(inner[0].isTraining && inner[1].isTraining)
    }

    @Test func parametersCanBeChosenByName() {
        let model = Sequential(Linear(4, 3), ReLU(), Linear(3, 2))
        #expect(model.parameters("2").map(\.count) == [6, 2])
        #expect(model.parameters("*.bias").map(\.count) == [3, 2])
        #expect(model.parameters(except: "2", "0.bias").map(\.count) == [12])
    }

    @Test func aPartOfAStateSaysWhatWasTaken() throws {
        let donor = Sequential(Linear(2, 3), BatchNorm1D(3), Linear(3, 2))
        let model = Sequential(Linear(2, 3), BatchNorm1D(3), Linear(3, 4), Linear(outputs: 1))
        let head = model[2].state.map { $0.value.scalars() }
        let part = try model.load(partOf: donor.state + [("9.weight", Tensor([1]))], except: ["0.bias"])
        #expect(
            part.taken == ["0.weight", "1.weight", "1.bias"] + ["mean", "var"].map { "1.running_\($0)" }
                + ["1.num_batches_tracked"])
        #expect(part.kept == ["0.bias", "2.weight", "2.bias", "3.weight", "3.bias"])
        #expect(
            part.left == [
                "0.bias [3] is excepted", "2.weight has shape [2, 3]; [4, 3] is wanted",
                "2.bias has shape [2]; [4] is wanted", "9.weight [1] is not part of the model",
            ])
        #expect(part.description.hasPrefix("6 taken\nkept as they were:\n  0.bias\n  2.weight"))
        #expect(model[0].state[0].value.scalars() == donor[0].state[0].value.scalars())
        #expect(model[0].state[1].value.scalars() != donor[0].state[1].value.scalars())
        #expect(model[2].state.map { $0.value.scalars() } == head)
        // One that waits for the first input takes the shape that it is given.
        let renamed = try model.load(partOf: donor.state) { $0 == "2.weight" ? "3.weight" : nil }
        #expect(renamed.taken == ["3.weight"] && renamed.left.count == donor.state.count - 1)
        #expect((model[3] as! Linear).weight.shape == [2, 3])
    }

    @Test func aStateOfWhichNothingFitsIsRefused() {
        let model = Sequential(Linear(2, 3))
        let before = model.state.map { $0.value.scalars() }
        let wrong = #expect(throws: StateError.self) {
            try model.load(partOf: [("encoder.weight", Tensor([1])), ("0.weight", Tensor([1]))])
        }
        #expect(
            wrong?.problems == [
                "nothing of it fits", "encoder.weight [1] is not part of the model",
                "0.weight has shape [1]; [3, 2] is wanted",
            ])
        #expect(model.state.map { $0.value.scalars() } == before)
    }

    @Test func everyContainerIsSearchedAndSharedPartsCountOnce() {
        let model = Nested()
        _ = model.shared
        #expect(
            model.namedParameters.map(\.name) == [
                "blocks.0.inner.weight", "blocks.0.inner.bias", "blocks.0.scale",
                "blocks.1.inner.weight", "blocks.1.inner.bias", "blocks.1.scale",
                "named.a.weight", "named.b.weight", "named.b.bias",
                "optional.weight", "optional.bias", "pair.first.weight", "pair.first.bias",
            ])
        #expect(model.namedBuffers.map(\.name) == ["blocks.0.mean", "blocks.1.mean"])
        #expect(Derived().namedParameters.map(\.name) == ["first", "second"])
    }

    @Test func aPlainTensorIsRefusedWithAHint() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Forgetful().parameters
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("weight is a plain Tensor"))
        #expect(message.contains("@Parameter"))
    }

    @Test func whatIsUnregisteredIsLeftAlone() {
        final class Observed: Module {
            @Unregistered var last: Tensor?
            @Unregistered var teacher = Linear(1, 1)
            let inner = Linear(2, 1)
            override func forward(_ input: Tensor) -> Tensor {
                last = input
                return inner(input)
            }
        }
        let model = Observed()
        _ = model(Tensor.ones([1, 2]))
        #expect(model.namedParameters.map(\.name) == ["inner.weight", "inner.bias"])
        #expect(model.last?.count == 2)
    }

    @Test func parametersThatWaitAreNamed() async {
        expectMessage(
            ["Sequential: 0.weight has no value yet", "summary(input:)"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Sequential(Linear(outputs: 2)).state
            })
    }

    @Test func statesGiveWaitingParametersTheirShape() throws {
        let (model, twin) = (Sequential(Linear(3, 2)), Sequential(Linear(outputs: 2)))
        try twin.load(state: model.state)
        #expect(twin(Tensor.ones([1, 3])).scalars() == model(Tensor.ones([1, 3])).scalars())
    }

    @Test func trainingModeReachesInnerModules() {
        let model = Nested()
        _ = model.shared
        model.eval()
        #expect(!model.isTraining && !model.blocks[1].inner.isTraining)
        model.train()
        #expect(model.blocks[1].inner.isTraining)
    }

    @Test func gradientsHaveNamesAndValues() {
        let model = Sequential(Linear(2, 1))
        #expect(model.gradients.allSatisfy { $0.gradient == nil })
        model(Tensor([[1, 2], [3, 4]])).sum().backward()
        #expect(model.gradients["0.weight"]?.scalars() == [4, 6])
        #expect(model.gradients["0.bias"]?.scalars() == [2])
        #expect(model.gradients[0].name == "0.weight")
        #expect(model.gradients[0].value.shape == [1, 2])
        #expect(model.gradients["1.weight"] == nil)
        #expect((model.gradients.norm - 56.0.squareRoot()).magnitude < 1e-6)
        model.zeroGrad()
        #expect(model.gradients[1].gradient == nil)
    }

    @Test func linearStartsAsInPyTorch() {
        let layer = Linear(100, 50, generator: RandomGenerator(seed: 4))
        #expect(layer.weight.shape == [50, 100])
        #expect(layer.weight.abs().max().item() <= 0.1)
        #expect(layer.weight.abs().max().item() > 0.099)
        #expect((layer.weight.variance().item() - 0.01 / 3).magnitude < 2e-4)
        #expect(layer.bias!.requiresGrad)
        #expect(Linear(2, 2, bias: false).parameters.count == 1)
    }

    @Test func frozenParametersStay() {
        let model = Nested()
        _ = model.shared
        let frozen = model.freeze("blocks.0", "*.bias")
        #expect(frozen.contains("blocks.0.scale") && frozen.contains("named.b.bias"))
        #expect(!frozen.contains("blocks.1.scale"))
        let (still, moving) = (model.blocks[0].inner, model.blocks[1].inner)
        let before = still.weight.scalars()
        let optimizer = SGD(model, learningRate: 0.1, weightDecay: 0.1)
        model.blocks[1](model.blocks[0](Tensor.ones([3, 2]))).sum().backward()
        #expect(still.$weight.grad == nil && moving.$weight.grad != nil)
        optimizer.step()
        #expect(still.weight.scalars() == before)
        #expect(!still.weight.requiresGrad)
        #expect(model.unfreeze("blocks.0.inner.*") == ["blocks.0.inner.weight", "blocks.0.inner.bias"])
        #expect(still.weight.requiresGrad && !model.blocks[0].scale.requiresGrad)
        #expect(gradient(of: { $0.blocks[0](Tensor.ones([1, 2])).sum() }, at: model)["blocks.0.scale"] == nil)
        model.unfreeze()
        #expect(model.parameters.allSatisfy { $0.value.requiresGrad })
    }

    @Test func patternsThatFitNothingAreRefused() async {
        expectMessage(
            ["freeze", "\"encoder*\" fits no parameter", "0.weight, 0.bias"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                Sequential(Linear(2, 2)).freeze("encoder*")
            })
    }

    @Test func lazyPropertiesThatAreNotMadeAreRefused() async {
        expectMessage(
            ["shared", "has not been made yet"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Nested().parameters
            })
    }

    @Test func aStateOfAnotherModelIsRefusedWhole() throws {
        let (model, other) = (Sequential(Linear(2, 3)), Sequential(Linear(2, 3), Linear(3, 1)))
        let before = model.state.map { $0.value.scalars() }
        let error = #expect(throws: StateError.self) { try model.load(state: other.state) }
        #expect(error?.problems == ["1.weight is not part of the model", "1.bias is not part of the model"])
        let wrong = #expect(throws: StateError.self) { try model.load(state: Sequential(Linear(3, 3)).state) }
        #expect(wrong?.problems == ["0.weight has shape [3, 3]; [3, 2] is wanted"])
        #expect(wrong?.description.contains("Sequential") == true)
        #expect(model.state.map { $0.value.scalars() } == before)
        let lacking = #expect(throws: StateError.self) { try other.load(state: model.state) }
        #expect(lacking?.problems.first == "1.weight is missing; shape [1, 3] is wanted")
        try other.load(state: model.state, strict: false)
        #expect(other.state[0].value.scalars() == before[0])
        let twin = Sequential(Linear(2, 3))
        try twin.load(state: model.state)
        #expect(twin.state.map { $0.value.scalars() } == before)
    }

    @Test func forwardHooksSeeEveryPass() {
        let model = Sequential(Linear(2, 3), ReLU())
        var seen: [Shape] = []
        let hook = model[0].registerForwardHook { _, input, output in seen += [input.shape, output.shape] }
        _ = model(Tensor.ones([4, 2]))
        hook.remove()
        _ = model(Tensor.ones([4, 2]))
        #expect(seen == [[4, 2], [4, 3]])
    }

    @Test func evaluatingGoesBackToTheModeOfEach() {
        let model = Nested()
        _ = model.shared
        model.blocks[0].eval()
        model.evaluating { #expect(!model.isTraining && !model.blocks[1].isTraining) }
        #expect(model.isTraining && model.blocks[1].isTraining && !model.blocks[0].isTraining)
    }

    @Test func mistakesInsideAModuleNameIt() async {
        expectMessage(
            ["matmul: [2, 3] · [2, 3]", "in 1 (Product)"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                final class Product: Module {
                    override func forward(_ input: Tensor) -> Tensor { input.matmul(input) }
                }
                _ = Sequential(Linear(3, 3), Product())(Tensor.ones([2, 3]))
            })
    }

    @Test func summaryListsLayers() {
        let text = Sequential(Linear(64, 32), ReLU(), Linear(32, 10)).summary
        let lines = text.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines[3].hasPrefix("0"))
        #expect(lines[3].contains("Linear(64 → 32)") && lines[3].hasSuffix("2080"))
        #expect(lines[6] == "total: 2410 parameters")
    }

    @Test func theSummaryOfAnInputHasOutputShapesAndMemory() {
        let model = Sequential(Linear(outputs: 32), ReLU(), Linear(32, 10))
        model.freeze("2")
        let summary = model.summary(input: Tensor.ones([5, 64]))
        #expect(summary.rows.map(\.name) == ["0", "1", "2"])
        #expect(summary.rows.map(\.outputShape) == [[5, 32], [5, 32], [5, 10]])
        #expect(summary.rows.map(\.parameterCount) == [2080, 0, 330])
        #expect(summary.parameterCount == 2410 && summary.trainableCount == 2080)
        #expect(summary.parameterBytes == 2410 * 4 && summary.outputBytes == 5 * 74 * 4)
        let lines = summary.description.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines[0] == "Sequential, input [5, 64]")
        #expect(lines[6].contains("2410 parameters (2080 trained), 9.4 KiB in parameters"))
        #expect(model.isTraining)
        _ = model(Tensor.ones([5, 64]))
    }

    @Test func copiesOfAParameterKeepTheirValue() {
        let layer = Linear(1, 1)
        let before = layer.weight
        let value = before.item()
        layer(Tensor([[1]])).sum().backward()
        SGD(layer, learningRate: 1).step()
        #expect(before.item() == value)
        #expect((layer.weight.item() - (value - 1)).magnitude < 1e-6)
    }
}

import Foundation
import NeuralNetworks
import Tensors
import Testing
import Training
import TrainingData

/// A small training that draws at random wherever one can: the order of the samples and dropout.
struct SmallTraining {
    let data = Datasets.digits().train[0..<160]
    let generator: RandomGenerator
    let model: Sequential
    let trainer: Trainer<DataLoader<LabelledData>>

    init(seed: UInt64 = 3, learningRate: Double = 0.01) {
        let generator = RandomGenerator(seed: seed)
        let model = Sequential(
            Linear(64, 32, generator: generator), BatchNorm1D(32), ReLU(), Dropout(0.2, generator: generator),
            Linear(32, 10, generator: generator))
        let optimizer = Adam(model, learningRate: learningRate)
        (self.generator, self.model) = (generator, model)
        trainer = Trainer(model, optimizer, batches: data.batches(of: 32, generator: generator)) {
            softmaxCrossEntropy(logits: model($0.inputs), labels: $0.labels)
        }
        trainer.generators = [generator]
        trainer.showsProgress = false
        trainer.scheduler = LRScheduler(optimizer, ExponentialLR(gamma: 0.9))
        trainer.schedulerPace = .step
    }

    /// A line for each tensor of the model, which differs wherever a bit of it does.
    var weights: [String] { model.state.map { "\($0.name): \($0.value.scalars().hashValue)" } }

    func accuracy() -> Double { NeuralNetworks.accuracy(of: model(data.inputs), labels: data.labels) }
}

@Suite struct TrainerTests {
    @Test func aTrainerDoesWhatALoopByHandDoes() throws {
        let first = SmallTraining()
        try first.trainer.fit(epochs: 3)
        let second = SmallTraining()
        let scheduler = second.trainer.scheduler!
        for _ in 0..<3 {
            for (inputs, labels) in second.trainer.batches {
                second.trainer.optimizer.zeroGrad()
                softmaxCrossEntropy(logits: second.model(inputs), labels: labels).backward()
                second.trainer.optimizer.step()
                scheduler.step()
            }
        }
        #expect(first.weights == second.weights)
    }

    @Test func theHistoryTellsWhatHappened() throws {
        let training = SmallTraining()
        training.trainer.validation = { ["loss": 1, "accuracy": training.accuracy()] }
        let history = try training.trainer.fit(epochs: 6)
        #expect(history.epochs.map(\.number) == [1, 2, 3, 4, 5, 6])
        #expect(history.stepLosses.count == 30)
        #expect((history.losses[0] - history.stepLosses[0..<5].reduce(0, +) / 5).magnitude < 1e-12)
        #expect(history.losses[5] < history.losses[0])
        #expect(history["accuracy"][5] > 0.9)
        #expect(history["loss"] == [1, 1, 1, 1, 1, 1])
        #expect(history.epochs[0].learningRate > history.epochs[5].learningRate)
        #expect(history.metricNames == ["loss", "accuracy"])
        try training.trainer.fit(epochs: 2)
        #expect(training.trainer.history.epochs.count == 8)
    }

    @Test func validationRunsInEvaluationMode() throws {
        let training = SmallTraining()
        var modes: [Bool] = []
        training.trainer.validation = {
            modes.append(training.model.isTraining)
            modes.append(training.model(training.data.inputs).requiresGrad)
            return [:]
        }
        try training.trainer.fit(epochs: 1)
        #expect(modes == [false, false])
        #expect(training.model.isTraining)
    }

    @Test func callbacksSeeGradientsAndActivations() throws {
        let training = SmallTraining()
        training.trainer.recordsActivations = true
        var numbers: [Int] = []
        var epochs: [Int] = []
        training.trainer.onStep { step in
            numbers.append(step.number)
            #expect(step.gradients.norm > 0)
            #expect(step.activations.map(\.name) == ["0", "1", "2", "3", "4"])
            #expect(step.activations[0].value.shape == [32, 32])
            #expect(step.activations[0].layer == "Linear(64 → 32)")
        }
        training.trainer.onEpoch { epochs.append($0.number) }
        try training.trainer.fit(epochs: 2)
        #expect(numbers == Array(1...10) && epochs == [1, 2])
        var passes = 0
        training.model.layers[0].registerForwardHook { _, _, _ in passes += 1 }
        _ = training.model(training.data.inputs)
        #expect(passes == 1)
    }

    @Test func earlyStoppingEndsAndGoesBackToTheBestEpoch() throws {
        let training = SmallTraining()
        let accuracies = [0.5, 0.7, 0.9, 0.8, 0.9, 0.6, 0.95]
        var epoch = 0
        var best: [String] = []
        training.trainer.validation = {
            epoch += 1
            if epoch == 3 { best = training.weights }
            return ["accuracy": accuracies[epoch - 1]]
        }
        training.trainer.earlyStopping = EarlyStopping(on: "accuracy", mode: .max, patience: 3)
        let history = try training.trainer.fit(epochs: 7)
        #expect(history.epochs.count == 6)
        #expect(training.weights == best)
    }

    @Test func aLossThatIsNotFiniteNamesStepAndLayer() throws {
        let training = SmallTraining()
        training.trainer.scheduler = nil
        training.trainer.onStep { step in
            if step.number == 7 {
                training.model.namedParameters.first { $0.name == "4.bias" }!.parameter.value = .full(
                    [10], Double.infinity)
            }
        }
        var before: [String] = []
        training.trainer.onStep { _ in before = training.weights }
        let error = #expect(throws: TrainingError.self) { try training.trainer.fit(epochs: 3) }
        #expect(error?.step == 8 && error?.layer == "4")
        #expect("\(error!)".contains("epoch 2, step 8: the loss is"))
        #expect(training.weights == before)
    }

    @Test func afterAFailedStepStatisticsThatMovedSinceStay() throws {
        let training = SmallTraining()
        training.trainer.scheduler = nil
        training.trainer.onStep { step in
            if step.number == 2 {
                training.model.namedParameters.first { $0.name == "4.bias" }!.parameter.value = .full(
                    [10], Double.infinity)
            }
        }
        #expect(throws: TrainingError.self) { try training.trainer.fit(epochs: 1) }
        training.model.namedParameters.first { $0.name == "4.bias" }!.parameter.value = .zeros([10])
        _ = training.model(training.data.inputs)
        let moved = training.model.namedBuffers.map { $0.buffer.wrappedValue.scalars() }
        try training.trainer.fit(epochs: 0)
        #expect(training.model.namedBuffers.map { $0.buffer.wrappedValue.scalars() } == moved)
    }

    @Test func theFirstLayerThatOverflowsIsNamed() throws {
        final class Overflow: Module {
            override func forward(_ input: Tensor) -> Tensor { (input * 1e30).squared() }
        }
        let model = Sequential(Linear(64, 8), Overflow(), Linear(8, 10))
        let trainer = Trainer(model, SGD(model, learningRate: 0.1), batches: SmallTraining().data.batches(of: 32)) {
            softmaxCrossEntropy(logits: model($0.inputs), labels: $0.labels)
        }
        trainer.showsProgress = false
        let error = #expect(throws: TrainingError.self) { try trainer.fit(epochs: 1) }
        #expect(error?.step == 1 && error?.layer == "1")
        #expect("\(error!)".contains("Overflow"))
    }

    @Test func whatCannotBeTrainedIsRefused() {
        let training = SmallTraining()
        let nothing = Trainer(training.model, training.trainer.optimizer, batches: [Tensor]()) {
            training.model($0).sum()
        }
        nothing.showsProgress = false
        let empty = #expect(throws: TrainingError.self) { try nothing.fit(epochs: 1) }
        #expect(empty?.problem.contains("the sequence of batches is empty") == true)
        training.trainer.earlyStopping = EarlyStopping(on: "accuracy", mode: .max)
        training.trainer.validation = { ["F1": 0] }
        let missing = #expect(throws: TrainingError.self) { try training.trainer.fit(epochs: 1) }
        #expect(missing?.problem.contains("\"accuracy\", but the epoch has \"loss\", \"F1\"") == true)
        let matrix = Trainer(training.model, training.trainer.optimizer, batches: training.trainer.batches) {
            training.model($0.inputs)
        }
        matrix.showsProgress = false
        let shape = #expect(throws: TrainingError.self) { try matrix.fit(epochs: 1) }
        #expect(shape?.problem.contains("the loss has shape [32, 10]") == true)
    }
}

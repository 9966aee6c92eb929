import Foundation
import NeuralNetworks
import Tensors
import Testing
import Training
import Weights

@Suite struct CheckpointTests {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).safetensors").path

    func uninterrupted(epochs: Int) throws -> SmallTraining {
        let training = SmallTraining()
        try training.trainer.fit(epochs: epochs)
        return training
    }

    @Test(arguments: [1, 3, 5, 8])
    func aTrainingThatWasStoppedGoesOnBitForBit(step: Int) throws {
        let whole = try uninterrupted(epochs: 3)
        let parts = SmallTraining()
        parts.trainer.onStep { if $0.number == step { parts.trainer.stop() } }
        try parts.trainer.fit(untilEpoch: 3)
        #expect(parts.trainer.history.stepLosses.count == step)
        try parts.trainer.fit(untilEpoch: 3)
        #expect(parts.trainer.history.stepLosses == whole.trainer.history.stepLosses)
        #expect(parts.weights == whole.weights)
        #expect(parts.generator.position == whole.generator.position)
    }

    @Test(arguments: [2, 5, 7])
    func anotherSessionGoesOnBitForBit(step: Int) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try uninterrupted(epochs: 3)
        let first = SmallTraining()
        first.trainer.checkpoints = Checkpoints(path: path, every: .steps(step))
        first.trainer.onStep { if $0.number == step { first.trainer.stop() } }
        try first.trainer.fit(untilEpoch: 3)

        let second = SmallTraining(seed: 99, learningRate: 0.5)
        try second.trainer.load(from: path)
        #expect(second.trainer.history.stepLosses == first.trainer.history.stepLosses)
        try second.trainer.fit(untilEpoch: 3)
        #expect(second.weights == whole.weights)
        #expect(second.trainer.history.losses == whole.trainer.history.losses)
    }

    @Test func aStopInTheMiddleOfAnEpochKeepsTheWeightsThatTheTrainingGoesOnWith() throws {
        func training() -> SmallTraining {
            let training = SmallTraining()
            training.trainer.earlyStopping = EarlyStopping(patience: 3, restoresBest: true)
            return training
        }
        let (whole, parts) = (training(), training())
        try whole.trainer.fit(untilEpoch: 3)
        parts.trainer.onStep { if $0.number == 8 { parts.trainer.stop() } }
        try parts.trainer.fit(untilEpoch: 3)
        try parts.trainer.fit(untilEpoch: 3)
        #expect(parts.weights == whole.weights)
    }

    @Test func earlyStoppingAndMetricsSurvive() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = SmallTraining()
        first.trainer.validation = { ["accuracy": 1 - Double(first.trainer.history.epochs.count) / 10] }
        first.trainer.earlyStopping = EarlyStopping(on: "accuracy", mode: .max, patience: 4)
        first.trainer.checkpoints = Checkpoints(path: path)
        try first.trainer.fit(epochs: 2)
        let second = SmallTraining()
        second.trainer.validation = { ["accuracy": 0] }
        second.trainer.earlyStopping = first.trainer.earlyStopping
        try second.trainer.load(from: path)
        #expect(second.trainer.history["accuracy"] == [1, 0.9])
        let history = try second.trainer.fit(untilEpoch: 9)
        #expect(history.epochs.count == 5)
    }

    @Test func filesThatDoNotFitAreRefusedAndChangeNothing() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let training = SmallTraining()
        try save(training.model, to: path)
        let before = training.weights
        let error = #expect(throws: WeightsError.self) { try training.trainer.load(from: path) }
        #expect(error?.problem.contains("is this the file of a trainer?") == true)
        let other = Linear(2, 2)
        let otherTrainer = Trainer(other, SGD(other, learningRate: 1), batches: [Tensor([[1, 2]])]) { other($0).sum() }
        try otherTrainer.save(to: path)
        training.trainer.scheduler = nil
        #expect(throws: StateError.self) { try training.trainer.load(from: path) }
        #expect(training.weights == before)
    }
}

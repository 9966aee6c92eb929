public import NeuralNetworks
public import Tensors

/// Trains a model: the loop over epochs and batches that one would write by hand, with progress and curves that show how it
/// goes, metrics on data held back, early stopping, and checkpoints.
///
/// ```swift
/// let trainer = Trainer(model, Adam(model), batches: train.batches(of: 32)) { inputs, labels in
///     softmaxCrossEntropy(logits: model(inputs), labels: labels)
/// }
/// trainer.validation = { ["accuracy": accuracy(of: model(test.inputs), labels: test.labels)] }
/// try trainer.fit(epochs: 10)
/// ```
///
/// A cell that is interrupted leaves model, optimizer and trainer after the last whole step; `fit` goes on from there, in
/// the middle of the epoch. Whether it was interrupted makes no difference to the weights, bit for bit, as long as all that
/// is drawn at random comes from `generators`. ``save(to:)`` and ``load(from:)`` do the same across sessions.
public final class Trainer<Batches: Sequence> {
    /// What the loss is computed of.
    public typealias Batch = Batches.Element

    /// What is trained.
    public let model: Module
    public let optimizer: Optimizer
    /// Iterated once for each epoch.
    public let batches: Batches
    /// The loss of a batch, a single number; it runs the model.
    public let loss: (Batch) -> Tensor

    /// Metrics by name, computed after each epoch: with the model in evaluation mode, and without recording. One that is
    /// called `loss` is drawn beside the loss of training.
    public var validation: (() -> KeyValuePairs<String, Double>)?
    /// Changes the learning rates after each epoch, or after each step.
    public var scheduler: LRScheduler?
    /// When the scheduler goes on.
    public var schedulerPace = Pace.epoch
    public var earlyStopping: EarlyStopping?
    /// Where the trainer saves itself as it goes.
    public var checkpoints: Checkpoints?
    /// All that batches, dropout and whatever else is random draw from.
    public var generators = [RandomGenerator.default]
    /// Whether a bar and curves are shown.
    public var showsProgress = true
    /// Whether the steps that `onStep` sees have what each layer put out.
    public var recordsActivations = false

    /// All that has happened so far.
    public internal(set) var history = TrainingHistory()

    var stepObservers: [(TrainingStep<Batch>) -> Void] = []
    var epochObservers: [(TrainingHistory.Epoch) -> Void] = []
    var place = TrainingPlace()
    var best: BestEpoch?
    var run: TrainingRun?

    /// How often something is done.
    public enum Pace: Hashable, Sendable { case step, epoch }

    /// - Parameters:
    ///   - batches: Iterated once for each epoch: those of a data set, or any sequence of whatever `loss` takes.
    ///   - loss: The loss of a batch, a single number; it runs the model.
    public init(_ model: Module, _ optimizer: Optimizer, batches: Batches, loss: @escaping (Batches.Element) -> Tensor)
    {
        self.model = model
        self.optimizer = optimizer
        self.batches = batches
        self.loss = loss
    }

    /// Calls `body` after each step, when model and optimizer have changed and the gradients are still there.
    public func onStep(_ body: @escaping (TrainingStep<Batch>) -> Void) { stepObservers.append(body) }

    /// Calls `body` after each epoch and its validation.
    public func onEpoch(_ body: @escaping (TrainingHistory.Epoch) -> Void) { epochObservers.append(body) }

    /// Ends `fit` after the step at hand; for the closures that it calls.
    public func stop() { run?.isStopped = true }

    /// Trains for so many epochs more, or to the end of an epoch that was interrupted and for the rest of `epochs`.
    ///
    /// - Parameter epochs: How many epochs more.
    /// - Throws: `TrainingError` when the loss is not finite, with the step and the layer; then the model is as it was before
    ///   that step. `WeightsError` when a checkpoint cannot be written.
    @_alwaysEmitIntoClient
    @discardableResult
    public func fit(epochs: Int) throws -> TrainingHistory { try fit(untilEpoch: finishedEpochs + epochs) }

    // The loops are compiled into the cell that calls them: code of a cell is what an interrupt stops, so that it falls
    // between two steps.
    /// Trains until the trainer has seen so many epochs in all, as after `load(from:)`.
    @_alwaysEmitIntoClient
    @discardableResult
    public func fit(untilEpoch epochs: Int) throws -> TrainingHistory {
        begin(untilEpoch: epochs, stepsInEpoch: batches.underestimatedCount)
        while beginEpoch() {
            var iterator = batches.makeIterator()
            var skipped = 0
            while skipped < stepsToSkip, iterator.next() != nil { skipped += 1 }
            continueEpoch()
            while !isStopped, let batch = iterator.next() { try step(batch) }
            try endEpoch()
        }
        return end()
    }
}

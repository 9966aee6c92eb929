internal import Tensors

/// How far a training has come: enough to go on in the middle of an epoch as if nothing had happened.
struct TrainingPlace {
    var finishedEpochs = 0
    /// Steps taken in the epoch at hand.
    var stepsInEpoch = 0
    /// Whether an epoch has begun and not ended.
    var isInEpoch = false
    /// Where the generators stood when the epoch began: what its batches depend on.
    var atEpochStart: [RandomGenerator.Position] = []
    /// Where they stood after the last whole step.
    var afterStep: [RandomGenerator.Position] = []
    /// The sum of the losses of the epoch's steps.
    var lossSum = 0.0
    /// The time that the epoch's steps have taken.
    var duration = Duration.zero
}

internal import NeuralNetworks
internal import Tensors

/// What a call of `fit` needs until it ends.
final class TrainingRun {
    let lastEpoch: Int
    var isStopped = false
    let report: TrainingReport?
    let recorder: ActivationRecorder?
    var resumed = ContinuousClock.now
    /// What a forward pass changes, such as running means, as it was before the step at hand.
    private var buffers: [(buffer: Buffer, before: Tensor?)]?

    init(lastEpoch: Int, report: TrainingReport?, recorder: ActivationRecorder?) {
        (self.lastEpoch, self.report, self.recorder) = (lastEpoch, report, recorder)
    }

    func beginStep(_ model: Module) {
        recorder?.forget()
        buffers = model.namedBuffers.map { ($0.buffer, $0.buffer.isInitialized ? $0.buffer.wrappedValue : nil) }
    }

    func endStep() { buffers = nil }

    /// Puts back what a step that did not come to its end has changed.
    func undoStep(_ model: Module) {
        for (buffer, before) in buffers ?? [] {
            if let before { buffer.wrappedValue = before }
        }
        model.zeroGrad()
        recorder?.remove()
    }
}

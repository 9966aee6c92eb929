internal import NeuralNetworks
internal import Tensors

/// What a call of `fit` needs until it ends.
final class TrainingRun {
    let lastEpoch: Int
    var isStopped = false
    let report: TrainingReport?
    let recorder: ActivationRecorder?
    var resumed = ContinuousClock.now
    /// What a forward pass changes, such as running means.
    private let buffers: [Buffer]
    /// Their values before the step at hand.
    private var before: [Tensor?] = []

    init(_ model: Module, lastEpoch: Int, report: TrainingReport?, recorder: ActivationRecorder?) {
        (self.lastEpoch, self.report, self.recorder) = (lastEpoch, report, recorder)
        buffers = model.namedBuffers.map(\.buffer)
    }

    func beginStep() {
        recorder?.forget()
        before = buffers.map { $0.isInitialized ? $0.wrappedValue : nil }
    }

    func endStep() { before = [] }

    /// Puts back what a step that did not come to its end has changed.
    func undoStep(_ model: Module) {
        for (buffer, value) in zip(buffers, before) {
            if let value { buffer.wrappedValue = value }
        }
        model.zeroGrad()
        recorder?.remove()
    }
}

internal import NeuralNetworks
internal import Tensors

/// What a call of `fit` needs until it ends.
final class TrainingRun {
    let lastEpoch: Int
    var isStopped = false
    let report: TrainingReport?
    let recorder: ActivationRecorder?
    private var lapBegan = ContinuousClock.now
    /// What a forward pass changes, such as running means.
    private let buffers: [Buffer]
    /// Their values before the step at hand.
    private var before: [Tensor?] = []

    init(_ model: Module, lastEpoch: Int, report: TrainingReport?, recorder: ActivationRecorder?) {
        (self.lastEpoch, self.report, self.recorder) = (lastEpoch, report, recorder)
        buffers = model.namedBuffers.map(\.buffer)
    }

    /// The time since the last lap.
    func lap() -> Duration {
        let end = ContinuousClock.now
        defer { lapBegan = end }
        return lapBegan.duration(to: end)
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
        before = []
        model.zeroGrad()
        recorder?.remove()
    }
}

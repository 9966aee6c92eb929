internal import Figures
internal import NotebookDisplay

/// What one sees of a training: a bar, and curves below it that are drawn anew as they grow.
final class TrainingReport {
    private let bar: ProgressBar
    private let lastEpoch: Int
    private var curves: DisplayHandle?
    private var nextDrawing = ContinuousClock.now.advanced(by: .milliseconds(500))

    init(_ place: TrainingPlace, untilEpoch lastEpoch: Int, stepsInEpoch: Int) {
        self.lastEpoch = lastEpoch
        let epochs = lastEpoch - place.finishedEpochs
        bar = ProgressBar(
            total: stepsInEpoch > 0 ? max(0, epochs * stepsInEpoch - place.stepsInEpoch) : nil,
            description: "training", unit: "step")
    }

    /// After a step.
    func advance(_ history: TrainingHistory) {
        bar.advance(postfix: text(history))
        if ContinuousClock.now >= nextDrawing { draw(history) }
    }

    /// After an epoch.
    func show(_ history: TrainingHistory, isLast: Bool) {
        bar.postfix = text(history)
        if isLast {
            draw(history)
            bar.close()
        } else if ContinuousClock.now >= nextDrawing {
            draw(history)
        }
    }

    /// Drawing takes a small part of the time.
    private func draw(_ history: TrainingHistory) {
        if history.stepLosses.count < 2 { return }
        let start = ContinuousClock.now
        if let curves { curves.update(history.figure) } else { curves = display(history.figure) }
        let end = ContinuousClock.now
        nextDrawing = end.advanced(by: max(.milliseconds(500), start.duration(to: end) * 20))
    }

    private func text(_ history: TrainingHistory) -> String {
        let loss = history.epochs.last?.loss ?? history.stepLosses.last
        let metrics = history.epochs.last?.metrics.filter { $0.name != "loss" } ?? []
        return
            (["epoch \(min(history.epochs.count + 1, lastEpoch))/\(lastEpoch)"]
            + (loss.map { ["loss \(short($0))"] } ?? []) + metrics.map { "\($0.name) \(short($0.value))" })
            .joined(separator: ", ")
    }

    private func short(_ value: Double) -> String { significantDigits(value, count: 3) }
}

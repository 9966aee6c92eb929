internal import NeuralNetworks
internal import Tensors

extension Trainer {
    /// How many epochs have been trained to their end.
    public var finishedEpochs: Int { place.finishedEpochs }

    /// What comes before the epochs.
    @usableFromInline
    func begin(untilEpoch epochs: Int, stepsInEpoch: Int) {
        // Of a `fit` that was interrupted in the middle of a step.
        run?.undoStep(model)
        if stepsInEpoch > 0 { history.stepsInEpoch = stepsInEpoch }
        let report = showsProgress ? TrainingReport(place, untilEpoch: epochs, stepsInEpoch: stepsInEpoch) : nil
        run = TrainingRun(model, lastEpoch: epochs, report: report, recorder: recordsActivations ? .init(model) : nil)
    }

    /// Whether there is another epoch; if so, it begins or goes on.
    @usableFromInline
    func beginEpoch() -> Bool {
        guard let run, !run.isStopped, place.finishedEpochs < run.lastEpoch else { return false }
        model.train()
        if place.isInEpoch {
            for (generator, position) in zip(generators, place.atEpochStart) { generator.position = position }
        } else {
            place.isInEpoch = true
            place.stepsInEpoch = 0
            place.lossSum = 0
            place.duration = .zero
            place.atEpochStart = generators.map(\.position)
        }
        _ = run.lap()
        return true
    }

    /// The steps of this epoch that were taken before an interruption.
    @usableFromInline
    var stepsToSkip: Int { place.stepsInEpoch }

    /// What comes between the batches that were seen before an interruption and the next one.
    @usableFromInline
    func continueEpoch() {
        if place.stepsInEpoch > 0 {
            for (generator, position) in zip(generators, place.afterStep) { generator.position = position }
        }
    }

    @usableFromInline
    var isStopped: Bool { run?.isStopped ?? true }

    /// Validates, and decides whether to go on.
    @usableFromInline
    func endEpoch() throws {
        guard let run else { return }
        if place.stepsInEpoch == 0 {
            throw TrainingError(problem: "there is no batch to train with: the sequence of batches is empty")
        }
        if run.isStopped { return }
        var epoch = TrainingHistory.Epoch(
            number: place.finishedEpochs + 1, loss: place.lossSum / Double(place.stepsInEpoch), metrics: [],
            learningRate: optimizer.learningRate, seconds: place.duration / .seconds(1))
        if let validation {
            epoch.metrics = model.evaluating { noGradient { validation().map { ($0.key, $0.value) } } }
            model.train()
        }
        place.finishedEpochs += 1
        history.stepsInEpoch = place.stepsInEpoch
        place.isInEpoch = false
        place.stepsInEpoch = 0
        history.epochs.append(epoch)
        if schedulerPace == .epoch { scheduler?.step() }
        try judge(epoch)
        run.report?.show(history, isLast: false)
        if let checkpoints, checkpoints.isDue(afterEpoch: place.finishedEpochs) { try save(to: checkpoints.path) }
        for body in epochObservers { body(epoch) }
    }

    @usableFromInline
    func end() -> TrainingHistory {
        // In the middle of an epoch the training is to go on with the weights that it has.
        if let earlyStopping, earlyStopping.restoresBest, let best, !place.isInEpoch {
            // It is the model's own state, so that it fits.
            try! model.load(state: best.state)
        }
        run?.report?.show(history, isLast: true)
        run?.recorder?.remove()
        run = nil
        return history
    }

    /// Keeps the best epoch, and ends the training where no better one has come for long enough.
    private func judge(_ epoch: TrainingHistory.Epoch) throws {
        guard let earlyStopping else { return }
        guard let value = epoch[earlyStopping.metric] else {
            throw TrainingError(
                problem: "early stopping goes by \"\(earlyStopping.metric)\", but the epoch has "
                    + (["loss"] + epoch.metrics.map(\.name)).map { "\"\($0)\"" }.joined(separator: ", "))
        }
        if best.map({ earlyStopping.isBetter(value, than: $0.value) }) ?? true {
            let state = earlyStopping.restoresBest ? model.state.map { ($0.name, $0.value.copied()) } : []
            best = BestEpoch(number: epoch.number, value: value, state: state)
        } else if let best, epoch.number - best.number >= earlyStopping.patience {
            run?.isStopped = true
        }
    }
}

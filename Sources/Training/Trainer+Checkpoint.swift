internal import NeuralNetworks
internal import Tensors
public import Weights

extension Trainer {
    /// Everything that the training goes on from: weights, what the optimizer and the schedule remember, the place in the
    /// epoch, the random generators, the history and the best epoch.
    var state: [(name: String, value: Tensor)] {
        func integers(_ values: [Int]) -> Tensor { Tensor(values, shape: [values.count], dtype: .int64) }
        func numbers(_ values: [Double]) -> Tensor { Tensor(values, shape: [values.count], dtype: .float64) }
        func positions(_ positions: [RandomGenerator.Position]) -> Tensor {
            integers(positions.flatMap { [Int(bitPattern: UInt($0.seed)), Int(bitPattern: UInt($0.counter))] })
        }
        var state = model.state.map { ("model.\($0.name)", $0.value) }
        state += optimizer.state.map { ("optimizer.\($0.name)", $0.value) }
        state += optimizer.groups.enumerated().map { index, group in
            ("groups.\(index)", numbers([group.learningRate!, group.weightDecay!, group.momentum!]))
        }
        if let scheduler {
            state += [
                ("schedule.step", integers([scheduler.stepCount])), ("schedule.rates", numbers(scheduler.baseRates)),
                ("schedule.momenta", numbers(scheduler.baseMomenta)),
            ]
        }
        state += [
            ("place.counts", integers([place.finishedEpochs, place.stepsInEpoch, place.isInEpoch ? 1 : 0])),
            ("place.sums", numbers([place.lossSum, place.duration / .seconds(1)])),
            ("place.atEpochStart", positions(place.atEpochStart)),
            ("place.afterStep", positions(place.afterStep)),
            ("place.now", positions(generators.map(\.position))),
            ("history.stepLosses", numbers(history.stepLosses)),
            ("history.stepsInEpoch", integers([history.stepsInEpoch])),
            ("history.losses", numbers(history.losses)),
            ("history.learningRates", numbers(history.epochs.map(\.learningRate))),
            ("history.seconds", numbers(history.epochs.map(\.seconds))),
        ]
        state += history.metricNames.map { ("history.metrics.\($0)", numbers(history[$0])) }
        if let best {
            state.append(("best.number", integers([best.number])))
            state.append(("best.value", numbers([best.value])))
            state += best.state.map { ("best.state.\($0.name)", $0.value) }
        }
        return state
    }

    /// Writes the whole training to a safetensors file, from which another session can go on with ``load(from:)``. The file
    /// appears whole or not at all.
    ///
    /// The model's weights have their names with `model.` in front.
    public func save(to path: String) throws(WeightsError) {
        try Weights.save(state, to: path, metadata: ["format": "swiftlet training 1"])
    }

    /// Takes up a training that ``save(to:)`` or `checkpoints` wrote: for the same model and optimizer, made anew.
    ///
    /// ```swift
    /// try trainer.load(from: "run.safetensors")
    /// try trainer.fit(untilEpoch: 20)
    /// ```
    ///
    /// - Throws: `WeightsError` when the file cannot be read or is none of a training, `StateError` when it does not fit; the
    ///   trainer stays as it was.
    public func load(from path: String) throws {
        let file = try Weights.load(path)
        let saved = SavedTraining(file, path: path)
        let place = try saved.place(generators: generators.count)
        let history = try saved.history()
        let best = try saved.best()
        let schedule = try scheduler.map { try saved.schedule(groups: $0.baseRates.count) }
        let settings = try optimizer.groups.indices.map { try saved.numbers("groups.\($0)", count: 3) }
        let before = model.state
        try model.load(state: saved.part("model."))
        do {
            try optimizer.load(state: saved.part("optimizer."))
        } catch {
            // It is the model's own state, so that it fits.
            try! model.load(state: before)
            throw error
        }
        if let scheduler, let schedule {
            (scheduler.baseRates, scheduler.baseMomenta) = (schedule.rates, schedule.momenta)
            scheduler.stepCount = schedule.step
        }
        for (index, values) in settings.enumerated() {
            optimizer.setLearningRate(values[0], ofGroup: index)
            optimizer.setWeightDecay(values[1], ofGroup: index)
            optimizer.setMomentum(values[2], ofGroup: index)
        }
        for (generator, position) in zip(generators, try saved.positions("place.now")) { generator.position = position }
        (self.place, self.history, self.best) = (place, history, best)
        run = nil
    }
}

/// The parts of a file that a trainer wrote.
private struct SavedTraining {
    let file: LoadedWeights
    let path: String

    init(_ file: LoadedWeights, path: String) { (self.file, self.path) = (file, path) }

    /// The tensors whose names begin with `prefix`, without it.
    func part(_ prefix: String) -> [(name: String, value: Tensor)] {
        file.tensors.filter { $0.name.hasPrefix(prefix) }.map { (String($0.name.dropFirst(prefix.count)), $0.value) }
    }

    private func tensor(_ name: String, _ dtype: DType, _ count: Int?) throws(WeightsError) -> Tensor {
        guard let tensor = file[name] else {
            throw WeightsError(path: path, tensor: name, problem: "it is missing: is this the file of a trainer?")
        }
        if tensor.dtype != dtype || tensor.rank != 1 || count.map({ $0 != tensor.count }) ?? false {
            throw WeightsError(
                path: path, tensor: name,
                problem: "\(tensor.dtype) \(tensor.shape); \(dtype) [\(count.map { "\($0)" } ?? "any")] is wanted")
        }
        return tensor
    }

    func numbers(_ name: String, count: Int? = nil) throws(WeightsError) -> [Double] {
        try tensor(name, .float64, count).scalars()
    }

    func integers(_ name: String, count: Int? = nil) throws(WeightsError) -> [Int] {
        try tensor(name, .int64, count).array(of: Int.self)
    }

    func positions(_ name: String, count: Int? = nil) throws(WeightsError) -> [RandomGenerator.Position] {
        let words = try integers(name, count: count.map { 2 * $0 }).map { UInt64(UInt(bitPattern: $0)) }
        return stride(from: 0, to: words.count - words.count % 2, by: 2).map {
            RandomGenerator.Position(seed: words[$0], counter: words[$0 + 1])
        }
    }

    func place(generators: Int) throws(WeightsError) -> TrainingPlace {
        let counts = try integers("place.counts", count: 3)
        let sums = try numbers("place.sums", count: 2)
        _ = try positions("place.now", count: generators)
        return TrainingPlace(
            finishedEpochs: counts[0], stepsInEpoch: counts[1], isInEpoch: counts[2] != 0,
            atEpochStart: try positions("place.atEpochStart"), afterStep: try positions("place.afterStep"),
            lossSum: sums[0], duration: .seconds(1) * sums[1])
    }

    func schedule(groups: Int) throws(WeightsError) -> (step: Int, rates: [Double], momenta: [Double]) {
        (
            try integers("schedule.step", count: 1)[0], try numbers("schedule.rates", count: groups),
            try numbers("schedule.momenta", count: groups)
        )
    }

    func history() throws(WeightsError) -> TrainingHistory {
        let losses = try numbers("history.losses")
        let rates = try numbers("history.learningRates", count: losses.count)
        let seconds = try numbers("history.seconds", count: losses.count)
        var metrics: [(name: String, values: [Double])] = []
        for (name, _) in part("history.metrics.") {
            metrics.append((name, try numbers("history.metrics.\(name)", count: losses.count)))
        }
        var history = TrainingHistory()
        history.stepLosses = try numbers("history.stepLosses")
        history.stepsInEpoch = try integers("history.stepsInEpoch", count: 1)[0]
        history.epochs = losses.indices.map { index in
            TrainingHistory.Epoch(
                number: index + 1, loss: losses[index],
                metrics: metrics.filter { !$0.values[index].isNaN }.map { ($0.name, $0.values[index]) },
                learningRate: rates[index], seconds: seconds[index])
        }
        return history
    }

    func best() throws(WeightsError) -> BestEpoch? {
        if file["best.number"] == nil { return nil }
        return BestEpoch(
            number: try integers("best.number", count: 1)[0], value: try numbers("best.value", count: 1)[0],
            state: part("best.state."))
    }
}

internal import NeuralNetworks
internal import Tensors

extension Trainer {
    /// One step of training, which either happens as a whole or not at all.
    @usableFromInline
    func step(_ batch: Batch) throws {
        guard let run else { return }
        run.beginStep()
        optimizer.zeroGrad()
        let value = loss(batch)
        if value.count != 1 {
            run.undoStep(model)
            throw TrainingError(
                problem: "the loss has shape \(value.shape); a single number is wanted, such as its mean()")
        }
        let number = value.item()
        if !number.isFinite {
            defer { run.undoStep(model) }
            throw notFinite(number, batch)
        }
        value.backward()
        optimizer.step()
        if schedulerPace == .step { scheduler?.step() }
        place.stepsInEpoch += 1
        place.lossSum += number
        place.duration += run.lap()
        place.afterStep = generators.map(\.position)
        history.stepLosses.append(number)
        run.endStep()
        run.report?.advance(history)
        if let checkpoints, checkpoints.isDue(afterStep: history.stepLosses.count) { try save(to: checkpoints.path) }
        if stepObservers.isEmpty { return }
        let step = TrainingStep(
            epoch: place.finishedEpochs + 1, number: history.stepLosses.count, batch: batch, loss: number, model: model,
            activations: run.recorder?.activations ?? [])
        for body in stepObservers { body(step) }
    }

    /// Says which layer was the first to put out something that is not finite.
    private func notFinite(_ loss: Double, _ batch: Batch) -> TrainingError {
        let start = "epoch \(place.finishedEpochs + 1), step \(history.stepLosses.count + 1): the loss is \(loss)"
        let end = "The model is as it was before this step."
        if let broken = model.namedParameters.first(where: { !$0.parameter.value.isAllFinite }) {
            return TrainingError(
                problem:
                    "\(start), and \(broken.name) has numbers that are not finite already: the step before was too "
                    + "large. A smaller learning rate helps, or gradient clipping. \(end)",
                step: history.stepLosses.count + 1, layer: layer(of: broken.name))
        }
        let recorder = ActivationRecorder(model)
        noGradient { _ = self.loss(batch) }
        recorder.remove()
        guard let first = recorder.activations.first(where: { !$0.value.isAllFinite }) else {
            return TrainingError(
                problem:
                    "\(start), though all layers put out finite numbers: look at the loss function and the targets. "
                    + end, step: history.stepLosses.count + 1)
        }
        return TrainingError(
            problem: "\(start). The first layer whose output is not finite is \(first.name) (\(first.layer)); "
                + "a smaller learning rate, gradient clipping or inputs of a smaller scale may help. \(end)",
            step: history.stepLosses.count + 1, layer: first.name)
    }

    private func layer(of parameter: String) -> String {
        parameter.split(separator: ".").dropLast().joined(separator: ".")
    }
}

extension Tensor {
    fileprivate var isAllFinite: Bool { isFinite().all().item() != 0 }
}

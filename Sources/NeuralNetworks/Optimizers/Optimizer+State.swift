public import Tensors

extension Optimizer {
    /// Everything the optimizer remembers, by the position of each parameter: `0.step`, `0.exp_avg`, … With the model's
    /// `state` it continues training as if it had not been interrupted.
    public var state: [(name: String, value: Tensor)] {
        var result: [(name: String, value: Tensor)] = [("step", Tensor(stepCount, dtype: .int64))]
        for index in parameters.indices where steps[index] > 0 {
            result.append(("\(index).step", Tensor(steps[index], dtype: .int64)))
            for (name, slot) in zip(slotNames, slots[index]) {
                // Steps change slots in place.
                result.append(("\(index).\(name)", slot.copied()))
            }
        }
        return result
    }

    /// Takes up the state of another optimizer of the same kind for a model of the same shape.
    ///
    /// - Throws: `StateError` with everything that does not fit; the optimizer stays as it was.
    public func load(state: [(name: String, value: Tensor)]) throws(StateError) {
        var given: [String: Tensor] = [:]
        for (name, value) in state { given[name] = value }
        var problems: [String] = []
        func take(_ name: String, _ shape: Shape) -> Tensor? {
            guard let value = given.removeValue(forKey: name) else {
                problems.append("\(name) is missing; shape \(shape) is wanted")
                return nil
            }
            if value.shape != shape { problems.append("\(name) has shape \(value.shape); \(shape) is wanted") }
            return value
        }
        let total = take("step", [])
        var newSteps = steps.map { _ in 0 }
        var newSlots: [[Tensor]] = slots.map { _ in [] }
        for (index, parameter) in parameters.enumerated() {
            guard let count = given.removeValue(forKey: "\(index).step") else { continue }
            newSteps[index] = count.count == 1 ? count.item(as: Int.self) : 0
            for name in slotNames {
                guard let value = take("\(index).\(name)", parameter.value.shape) else { continue }
                newSlots[index].append(value.cast(to: parameter.value.dtype).copied())
            }
        }
        problems += given.keys.sorted().map { "\($0) belongs to nothing this optimizer remembers" }
        guard problems.isEmpty, let total else { throw StateError(problems: problems, model: "\(type(of: self))") }
        stepCount = total.item(as: Int.self)
        steps = newSteps
        // SGD without momentum remembers nothing, so a parameter that has been stepped may have no slots.
        slots = newSlots
    }
}

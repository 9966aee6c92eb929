public import Tensors

/// Why a state does not fit a model: everything that is wrong with it.
public struct StateError: Error, CustomStringConvertible {
    /// One line for each tensor that is missing, unexpected or of another shape, by its dotted name.
    public let problems: [String]
    /// The type of the model.
    public let model: String

    public var description: String {
        "the state does not fit \(model):\n" + problems.map { "  " + $0 }.joined(separator: "\n")
    }
}

extension Module {
    /// The values of all parameters and buffers by name, as PyTorch's `state_dict()`.
    public var state: [(name: String, value: Tensor)] {
        let contents = ModuleContents(self)
        let waiting =
            contents.parameters.first { !$0.parameter.isInitialized }?.name
            ?? contents.buffers.first { !$0.buffer.isInitialized }?.name
        if let waiting {
            fatalError(
                "\(type(of: self)): \(waiting) has no value yet, as it takes its shape from the first input: run the model "
                    + "or its summary(input:) once")
        }
        return contents.parameters.map { ($0.name, $0.parameter.value.detach()) }
            + contents.buffers.map { ($0.name, $0.buffer.wrappedValue) }
    }

    /// Sets all parameters and buffers to the values of their names, as PyTorch's `load_state_dict()`.
    ///
    /// Values are converted to the model's types. Parameters that wait for the first input take the shape they are given.
    ///
    /// - Parameter strict: Whether every name of the model must be in `state` and the other way round.
    /// - Throws: `StateError` with everything that does not fit; the model stays as it was.
    public func load(state: [(name: String, value: Tensor)], strict: Bool = true) throws(StateError) {
        let contents = ModuleContents(self)
        var given: [String: Tensor] = [:]
        var problems: [String] = []
        for (name, value) in state where given.updateValue(value, forKey: name) != nil {
            problems.append("\(name) comes twice")
        }
        func check(_ name: String, _ shape: Shape?) {
            guard let value = given[name] else {
                if strict { problems.append("\(name) is missing\(shape.map { "; shape \($0) is wanted" } ?? "")") }
                return
            }
            if let shape, value.shape != shape {
                problems.append("\(name) has shape \(value.shape); \(shape) is wanted")
            }
        }
        for (name, parameter) in contents.parameters {
            check(name, parameter.isInitialized ? parameter.value.shape : nil)
        }
        for (name, buffer) in contents.buffers { check(name, buffer.isInitialized ? buffer.wrappedValue.shape : nil) }
        let known = Set(contents.parameters.map(\.name) + contents.buffers.map(\.name))
        if strict {
            problems += state.filter { !known.contains($0.name) }.map { "\($0.name) is not part of the model" }
        }
        if !problems.isEmpty { throw StateError(problems: problems, model: "\(type(of: self))") }
        for (name, parameter) in contents.parameters {
            guard let value = given[name]?.detach() else { continue }
            parameter.value = parameter.isInitialized ? value.cast(to: parameter.value.dtype) : value
        }
        for (name, buffer) in contents.buffers {
            guard let value = given[name]?.detach() else { continue }
            buffer.wrappedValue = buffer.isInitialized ? value.cast(to: buffer.wrappedValue.dtype) : value
        }
    }
}

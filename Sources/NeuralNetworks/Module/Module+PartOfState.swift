public import Tensors

/// What of a state went into a model, and what did not.
public struct StatePart: Sendable, CustomStringConvertible {
    /// The names that model and state have in common: these values were taken.
    public let taken: [String]
    /// The names of the model that are not in the state, or that have another shape there: these stayed as they were.
    public let kept: [String]
    /// What of the state was left, and why: one line each.
    public let left: [String]

    public var description: String {
        func lines(_ entries: [String]) -> String { entries.map { "\n  " + $0 }.joined() }
        return "\(taken.count) taken" + (kept.isEmpty ? "" : "\nkept as they were:\(lines(kept))")
            + (left.isEmpty ? "" : "\nleft:\(lines(left))")
    }
}

extension Module {
    /// Sets those parameters and buffers to the values of their names that are in `state` in their shape, and leaves the
    /// others as they are.
    ///
    /// Values are converted to the model's types. Parameters that wait for the first input take the shape they are given.
    ///
    /// - Parameters:
    ///   - state: As another model's `state` has it.
    ///   - patterns: Names of the model that shall stay as they are, and of modules; see `freeze(_:)`. One that fits nothing
    ///     is refused.
    ///   - renaming: The model's name for one of the state, or `nil` to leave it.
    /// - Throws: `StateError` where nothing fits, so that it must be another model's; this one stays as it was.
    @discardableResult
    public func load(
        partOf state: [(name: String, value: Tensor)], except patterns: [String] = [],
        renaming: (String) -> String? = { $0 }
    ) throws(StateError) -> StatePart {
        let contents = ModuleContents(self)
        var shapes: [String: Shape?] = [:]
        for (name, parameter) in contents.parameters {
            shapes.updateValue(parameter.isInitialized ? parameter.value.shape : nil, forKey: name)
        }
        for (name, buffer) in contents.buffers {
            shapes.updateValue(buffer.isInitialized ? buffer.wrappedValue.shape : nil, forKey: name)
        }
        let all = contents.parameters.map(\.name) + contents.buffers.map(\.name)
        let excepted = names(all, matching: patterns, "load")
        var (fitting, left): ([(name: String, value: Tensor)], [String]) = ([], [])
        var taken: Set<String> = []
        for (given, value) in state {
            guard let name = renaming(given) else {
                left.append("\(given) \(value.shape)")
                continue
            }
            guard let shape = shapes[name] else {
                left.append("\(given) \(value.shape) is not part of the model")
                continue
            }
            if excepted.contains(name) {
                left.append("\(given) \(value.shape) is excepted")
            } else if let shape, shape != value.shape {
                left.append("\(given) has shape \(value.shape); \(shape) is wanted")
            } else if !taken.insert(name).inserted {
                left.append("\(given) \(value.shape): \(name) was given before")
            } else {
                fitting.append((name, value))
            }
        }
        if fitting.isEmpty {
            throw StateError(problems: ["nothing of it fits"] + left, model: "\(type(of: self))")
        }
        try load(state: fitting, strict: false)
        return StatePart(
            taken: all.filter { taken.contains($0) }, kept: all.filter { !taken.contains($0) }, left: left)
    }
}

public import Tensors

/// What a forward pass of one input goes through: the layers with their output shapes, parameter counts and memory.
public struct ModuleSummary: Sendable, CustomStringConvertible {
    /// One layer, in the order in which the pass came out of them.
    public struct Row: Sendable {
        /// The dotted name; empty for the module itself.
        public let name: String
        /// What the layer is, such as `Linear(64 → 32)`.
        public let layer: String
        /// The shape of its output.
        public let outputShape: Shape
        /// The numbers in parameters of its own, frozen ones included.
        public let parameterCount: Int
        /// The bytes of its parameters and buffers.
        public let parameterBytes: Int
        /// The bytes of its output.
        public let outputBytes: Int
    }

    /// The type of the module.
    public let model: String
    /// The shape of the input.
    public let inputShape: Shape
    /// The layers. One that the pass goes through more than once comes as often, its parameters counted the first time.
    public let rows: [Row]
    /// The numbers in all parameters, shared ones once.
    public let parameterCount: Int
    /// Those of them that are trained.
    public let trainableCount: Int

    /// The bytes of all parameters and buffers.
    public var parameterBytes: Int { rows.reduce(0) { $0 + $1.parameterBytes } }
    /// The bytes of all outputs, which training keeps until the gradients are computed.
    public var outputBytes: Int { rows.reduce(0) { $0 + $1.outputBytes } }

    /// A table and the totals.
    public var description: String {
        let cells = rows.map {
            [$0.name, $0.layer, "\($0.outputShape)", "\($0.parameterCount)", bytes($0.parameterBytes + $0.outputBytes)]
        }
        let table = TextTable(header: ["name", "layer", "output", "parameters", "memory"], rows: cells).text
        return "\(model), input \(inputShape)\n\(table)\n" + totals
    }

    /// The totals in one line.
    public var totals: String {
        "total: \(parameterCount) parameters (\(trainableCount) trained), \(bytes(parameterBytes)) in parameters and "
            + "buffers, \(bytes(outputBytes)) in outputs"
    }
}

/// A size in memory with a unit.
package func bytes(_ count: Int) -> String {
    var (size, unit) = (Double(count), 0)
    while size >= 1024 && unit < 3 {
        size /= 1024
        unit += 1
    }
    let tenths = Int((size * 10).rounded())
    return (unit == 0 ? "\(count)" : "\(tenths / 10).\(tenths % 10)") + [" B", " KiB", " MiB", " GiB"][unit]
}

extension Module {
    /// Runs the module once, in evaluation mode and without recording, and lists its layers with the shapes of their
    /// outputs, counts of parameters and memory.
    ///
    /// Parameters that take their shape from the first input are made.
    public func summary(input: Tensor) -> ModuleSummary {
        summary(inputShape: input.shape) { _ = self(input) }
    }

    /// The summary of a module that takes other arguments than one tensor: of what `body` runs.
    public func summary(inputShape: Shape, running body: () -> Void) -> ModuleSummary {
        var passes: [(name: String, module: Module, output: Tensor)] = []
        let modules = namedModules
        let hooks = modules.map { name, module in
            module.registerForwardHook { passes.append((name, $0, $2.detach())) }
        }
        noGradient { evaluating(body) }
        for hook in hooks { hook.remove() }
        let owned = ownContents()
        var counted: Set<ObjectIdentifier> = []
        let rows = passes.compactMap { name, module, output -> ModuleSummary.Row? in
            let own = owned[name] ?? (0, 0)
            let isContainer = modules.contains { $0.name != name && (name.isEmpty || $0.name.hasPrefix(name + ".")) }
            if isContainer && own.bytes == 0 { return nil }
            let isFirst = counted.insert(ObjectIdentifier(module)).inserted
            return ModuleSummary.Row(
                name: name, layer: module.layerDescription, outputShape: output.shape,
                parameterCount: isFirst ? own.count : 0, parameterBytes: isFirst ? own.bytes : 0,
                outputBytes: output.count * output.dtype.size)
        }
        let parameters = parameters
        return ModuleSummary(
            model: "\(type(of: self))", inputShape: inputShape, rows: rows,
            parameterCount: parameters.reduce(0) { $0 + $1.count },
            trainableCount: parameters.reduce(0) { $0 + ($1.isFrozen ? 0 : $1.count) })
    }

    /// For each module's name the numbers in parameters of its own, and the bytes of those and its buffers.
    private func ownContents() -> [String: (count: Int, bytes: Int)] {
        let contents = ModuleContents(self)
        let names = contents.modules.map(\.name)
        var result: [String: (count: Int, bytes: Int)] = [:]
        func owner(_ name: String) -> String {
            names.filter { $0.isEmpty || name.hasPrefix($0 + ".") }.max { $0.utf8.count < $1.utf8.count } ?? ""
        }
        for (name, parameter) in contents.parameters where parameter.isInitialized {
            let own = result[owner(name)] ?? (0, 0)
            result[owner(name)] = (
                own.count + parameter.count, own.bytes + parameter.count * parameter.value.dtype.size
            )
        }
        for (name, buffer) in contents.buffers where buffer.isInitialized {
            let own = result[owner(name)] ?? (0, 0)
            let value = buffer.wrappedValue
            result[owner(name)] = (own.count, own.bytes + value.count * value.dtype.size)
        }
        return result
    }
}

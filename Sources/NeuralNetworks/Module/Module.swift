public import Tensors

/// A part of a network: a class with parameters and a `forward(_:)`.
///
/// Parameters and modules are found by reflection wherever a stored property holds them, also inside arrays,
/// dictionaries, optionals, tuples and structs. Their names are the path of property names and positions:
/// `encoder.0.weight`. A plain `Tensor` in a stored property is refused with a message, as it would neither be trained
/// nor saved: mark it `@Parameter` or `@Buffer`.
open class Module {
    /// Whether the module is being trained, as opposed to evaluated; layers such as dropout ask for it.
    public private(set) var isTraining = true

    public init() {}

    /// The module's output for `input`.
    open func forward(_ input: Tensor) -> Tensor {
        fatalError("\(type(of: self)) does not override forward(_:)")
    }

    public func callAsFunction(_ input: Tensor) -> Tensor {
        forward(input)
    }

    /// How the layer reads in a summary, such as `Linear(64 → 32)`.
    open var layerDescription: String { "\(type(of: self))" }

    /// Puts this module and those inside it into training mode.
    public func train() { setTraining(true) }

    /// Puts this module and those inside it into evaluation mode.
    public func eval() { setTraining(false) }

    private func setTraining(_ training: Bool) {
        for (_, module) in namedModules { module.isTraining = training }
    }
}

extension Module {
    /// This module under the name "", and all modules inside it, each once, outer before inner.
    public var namedModules: [(name: String, module: Module)] {
        ModuleContents(self).modules
    }

    /// The parameters in the order of their declaration, shared ones once.
    public var parameters: [Parameter] { namedParameters.map(\.parameter) }

    /// The parameters with their dotted names; one that is shared has the name it comes under first.
    public var namedParameters: [(name: String, parameter: Parameter)] {
        ModuleContents(self).parameters
    }

    /// The buffers with their dotted names.
    public var namedBuffers: [(name: String, buffer: Buffer)] {
        ModuleContents(self).buffers
    }

    /// The number of trainable numbers.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

    /// The values of all parameters and buffers by name, as PyTorch's `state_dict()`.
    public var state: [(name: String, value: Tensor)] {
        let contents = ModuleContents(self)
        return contents.parameters.map { ($0.name, $0.parameter.value.detach()) }
            + contents.buffers.map { ($0.name, $0.buffer.wrappedValue) }
    }

    /// Sets every parameter's `grad` to `nil`.
    public func zeroGrad() {
        for parameter in parameters { parameter.grad = nil }
    }
}

public import Tensors

/// A part of a network: a class with parameters and a `forward(_:)`.
///
/// Parameters and modules are found by reflection wherever a stored property holds them, also inside arrays,
/// dictionaries, optionals, tuples and structs. Their names are the path of property names and positions:
/// `encoder.0.weight`. A plain `Tensor` in a stored property is refused with a message, as it would neither be trained
/// nor saved: mark it `@Parameter` or `@Buffer`, or `@Unregistered` if it shall be neither. So is a lazy property with a module that has not been made yet. A
/// `SparseMatrix`, a graph mostly, may be kept as it is; it is not part of the state.
open class Module {
    /// Whether the module is being trained, as opposed to evaluated; layers such as dropout ask for it.
    public private(set) var isTraining = true
    /// Whether `train()` leaves this module in evaluation mode, that of a model it is part of too. Setting it sets that of the
    /// modules inside as well.
    ///
    /// Batch normalization in training takes the batch's statistics and moves its running ones, frozen parameters or not, as
    /// in PyTorch. Where a network is fine-tuned that was trained on more data, it shall mostly keep those it has:
    ///
    /// ```swift
    /// model.freeze("features")
    /// model.features.staysInEvaluation = true
    /// ```
    public var staysInEvaluation: Bool {
        get { isHeld }
        set {
            for (_, module) in namedModules {
                module.isHeld = newValue
                if newValue { module.isTraining = false }
            }
        }
    }
    private var isHeld = false
    var forwardHooks: [ForwardHook] = []

    public init() {}

    /// The module's output for `input`.
    open func forward(_ input: Tensor) -> Tensor {
        fatalError("\(type(of: self)) does not override forward(_:)")
    }

    /// The output of `forward(_:)`, which the forward hooks see. An empty batch is refused.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        ForwardFrame.run(self) {
            checkBatch(input)
            let output = forward(input)
            if !forwardHooks.isEmpty { observed(input, output) }
            return output
        }
    }

    /// What `next` makes of this module's output, in fewer passes than one after the other takes; `nil` where there is no
    /// such way, or a hook wants to see both.
    func output(for input: Tensor, followedBy next: Module) -> Tensor? { nil }

    final func checkBatch(_ input: Tensor) {
        if input.count == 0 { failure("the input has shape \(input.shape): a batch without elements") }
    }

    /// Shows the forward hooks a pass of a module that has a `callAsFunction` of its own.
    public final func observed(_ input: Tensor, _ output: Tensor) {
        for hook in forwardHooks { hook.body(self, input, output) }
    }

    /// How the layer reads in a summary, such as `Linear(64 → 32)`.
    open var layerDescription: String { "\(type(of: self))" }

    /// Other names than the properties' own, by those, for what the module holds: PyTorch's, in the layers that have one
    /// there.
    open var publishedNames: [String: String] { [:] }

    /// Puts this module and those inside it into training mode, but for those that stay in evaluation.
    public func train() { setTraining(true) }

    /// Puts this module and those inside it into evaluation mode.
    public func eval() { setTraining(false) }

    private func setTraining(_ training: Bool) {
        for (_, module) in namedModules { module.isTraining = training && !module.isHeld }
    }

    /// Runs `body` with this module and those inside it in evaluation mode, then puts each into the mode it was in.
    public func evaluating<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        let modules = namedModules.map { ($0.module, $0.module.isTraining) }
        for (module, _) in modules { module.isTraining = false }
        defer { for (module, training) in modules { module.isTraining = training } }
        return try body()
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

    /// The number of trainable numbers, without those of parameters that wait for the first input.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

    /// Sets every parameter's `grad` to `nil`.
    public func zeroGrad() {
        for parameter in parameters { parameter.grad = nil }
    }
}

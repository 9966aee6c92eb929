public import Tensors

/// A trainable tensor of a module.
///
/// ```swift
/// final class Scale: Module {
///     @Parameter var factor = Tensor.ones([3])
///     override func forward(_ x: Tensor) -> Tensor { x * factor }
/// }
/// ```
///
/// The property reads as a tensor that `requiresGrad`; `$factor` is the parameter itself. A parameter is an object: two
/// modules that hold the same one share it.
///
/// A parameter made without a value, `_factor = Parameter()`, waits for the module's first input: `forward(_:)` gives it
/// its value where it is not yet `isInitialized`.
@propertyWrapper
public final class Parameter: @unchecked Sendable {
    private var tensor: Tensor?

    /// Whether the parameter takes no part in training.
    public var isFrozen = false {
        didSet {
            guard isFrozen != oldValue, let tensor else { return }
            replace(by: tensor.detach())
        }
    }

    public init(wrappedValue: Tensor) {
        tensor = wrappedValue.requiringGrad()
    }

    /// A parameter for an array or a dictionary of parameters.
    public convenience init(_ value: Tensor) {
        self.init(wrappedValue: value)
    }

    /// A parameter whose shape only the module's first input tells.
    public init() {}

    /// The tensor, a leaf that requires a gradient. Assigning makes a new leaf without gradient; copies stay as they are.
    public var wrappedValue: Tensor {
        get { value }
        set { replace(by: newValue) }
    }

    public var projectedValue: Parameter { self }

    /// The tensor, under a name for use without the wrapper.
    public var value: Tensor {
        get {
            guard let tensor else {
                fatalError(
                    "Parameter: it takes its shape from the model's first input, which the model has not had yet")
            }
            return tensor
        }
        set { replace(by: newValue) }
    }

    /// Whether the parameter has a value, as opposed to waiting for the module's first input.
    public var isInitialized: Bool { tensor != nil }

    /// The number of numbers; 0 without a value.
    public var count: Int { tensor?.count ?? 0 }

    /// What `backward()` has accumulated since the last `zeroGrad()`.
    public var grad: Tensor? {
        get { tensor?.grad }
        set { if tensor != nil { tensor!.grad = newValue } }
    }

    /// Changes the value and keeps the accumulated gradient, as an optimizer's step does.
    func step(to value: Tensor) {
        let grad = grad
        replace(by: value)
        self.grad = grad
    }

    /// Runs `body` with `value` itself, recorded as it is, in the parameter's place.
    func substituting<Result>(_ value: Tensor, _ body: () throws -> Result) rethrows -> Result {
        let before = tensor
        tensor = value
        defer { tensor = before }
        return try body()
    }

    /// Calls `hook` with the parameter's gradient in every later backward pass, whatever its value is by then. What the
    /// hook returns takes the gradient's place; `nil` leaves it as it is.
    @discardableResult
    public func registerHook(_ hook: @escaping (Tensor) -> Tensor?) -> GradientHook { value.registerHook(hook) }

    /// Shows `observer` the parameter's gradient in every later backward pass.
    @discardableResult
    public func registerHook(_ observer: @escaping (Tensor) -> Void) -> GradientHook { value.registerHook(observer) }

    private func replace(by value: Tensor) {
        if isFrozen {
            tensor = value.detach()
            return
        }
        let leaf = value.requiringGrad()
        if let tensor { leaf.takeHooks(of: tensor) }
        tensor = leaf
    }
}

/// A parameter that a module may do without, such as a bias.
///
/// ```swift
/// @OptionalParameter var bias: Tensor?
/// ```
///
/// `$bias` is the parameter itself, if there is one.
@propertyWrapper
public struct OptionalParameter: Sendable {
    /// The parameter itself, if there is one.
    public private(set) var projectedValue: Parameter?

    public init(wrappedValue: Tensor? = nil) {
        projectedValue = wrappedValue.map { Parameter($0) }
    }

    public init(_ parameter: Parameter?) { projectedValue = parameter }

    public var wrappedValue: Tensor? {
        get { projectedValue?.value }
        set {
            if let newValue, let projectedValue {
                projectedValue.value = newValue
            } else {
                projectedValue = newValue.map { Parameter($0) }
            }
        }
    }
}

/// A tensor that belongs to a module's state but is not trained, such as a running mean.
@propertyWrapper
public final class Buffer: @unchecked Sendable {
    private var tensor: Tensor?

    public init(wrappedValue: Tensor) {
        tensor = wrappedValue.detach()
    }

    /// A buffer whose shape only the module's first input tells.
    public init() {}

    public var wrappedValue: Tensor {
        get {
            guard let tensor else {
                fatalError("Buffer: it takes its shape from the model's first input, which the model has not had yet")
            }
            return tensor
        }
        set { tensor = newValue.detach() }
    }

    public var projectedValue: Buffer { self }

    /// Whether the buffer has a value, as opposed to waiting for the module's first input.
    public var isInitialized: Bool { tensor != nil }
}

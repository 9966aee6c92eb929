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
@propertyWrapper
public final class Parameter: @unchecked Sendable {
    private var tensor: Tensor

    public init(wrappedValue: Tensor) {
        tensor = wrappedValue.requiringGrad()
    }

    /// A parameter for an array or a dictionary of parameters.
    public convenience init(_ value: Tensor) {
        self.init(wrappedValue: value)
    }

    /// The tensor, a leaf that requires a gradient. Assigning makes a new leaf without gradient; copies stay as they are.
    public var wrappedValue: Tensor {
        get { tensor }
        set { replace(by: newValue) }
    }

    public var projectedValue: Parameter { self }

    /// The tensor, under a name for use without the wrapper.
    public var value: Tensor {
        get { tensor }
        set { replace(by: newValue) }
    }

    /// What `backward()` has accumulated since the last `zeroGrad()`.
    public var grad: Tensor? {
        get { tensor.grad }
        set { tensor.grad = newValue }
    }

    /// Changes the value and keeps the accumulated gradient, as an optimizer's step does.
    func step(to value: Tensor) {
        let grad = tensor.grad
        replace(by: value)
        tensor.grad = grad
    }

    /// Calls `hook` with the parameter's gradient in every later backward pass, whatever its value is by then. What the
    /// hook returns takes the gradient's place; `nil` leaves it as it is.
    @discardableResult
    public func registerHook(_ hook: @escaping (Tensor) -> Tensor?) -> GradientHook { tensor.registerHook(hook) }

    /// Shows `observer` the parameter's gradient in every later backward pass.
    @discardableResult
    public func registerHook(_ observer: @escaping (Tensor) -> Void) -> GradientHook { tensor.registerHook(observer) }

    private func replace(by value: Tensor) {
        let leaf = value.requiringGrad()
        leaf.takeHooks(of: tensor)
        tensor = leaf
    }
}

/// A tensor that belongs to a module's state but is not trained, such as a running mean.
@propertyWrapper
public final class Buffer: @unchecked Sendable {
    public var wrappedValue: Tensor

    public init(wrappedValue: Tensor) {
        self.wrappedValue = wrappedValue.detach()
    }

    public var projectedValue: Buffer { self }
}

public import Tensors

/// A function that sees a module's input and output in each forward pass; made by `Module.registerForwardHook(_:)`.
public final class ForwardHook: @unchecked Sendable {
    let body: (Module, Tensor, Tensor) -> Void
    weak var module: Module?

    init(_ body: @escaping (Module, Tensor, Tensor) -> Void, on module: Module) {
        self.body = body
        self.module = module
    }

    /// Takes the hook off its module.
    public func remove() { module?.forwardHooks.removeAll { $0 === self } }
}

extension Module {
    /// Shows `body` this module, its input and its output after every later forward pass.
    ///
    /// ```swift
    /// let hook = model[2].registerForwardHook { _, _, output in activations.append(output.detach()) }
    /// defer { hook.remove() }
    /// ```
    @discardableResult
    public func registerForwardHook(_ body: @escaping (Module, Tensor, Tensor) -> Void) -> ForwardHook {
        let hook = ForwardHook(body, on: self)
        forwardHooks.append(hook)
        return hook
    }
}

/// A function that sees a tensor's gradient on its way back; made by `Tensor.registerHook(_:)`.
public final class GradientHook: @unchecked Sendable {
    private let change: (Tensor) -> Tensor?
    private weak var node: TensorNode?

    init(_ change: @escaping (Tensor) -> Tensor?, on node: TensorNode) {
        self.change = change
        self.node = node
    }

    /// Takes the hook off its tensor.
    public func remove() {
        node?.extras?.hooks.removeAll { $0 === self }
    }

    func apply(_ gradient: Tensor) -> Tensor {
        guard let changed = change(gradient) else { return gradient }
        if changed.shape != gradient.shape {
            shapeError("hook", "it returned shape \(changed.shape) for a gradient of shape \(gradient.shape)")
        }
        return changed.cast(to: gradient.dtype)
    }

    /// Goes on to the tensor that takes the place of the hook's.
    fileprivate func move(to node: TensorNode) { self.node = node }

    fileprivate static func move(from old: TensorNode, to new: TensorNode) {
        guard let hooks = old.extras?.hooks, !hooks.isEmpty else { return }
        old.extras!.hooks = []
        for hook in hooks { hook.move(to: new) }
        new.madeExtras.hooks += hooks
    }
}

extension Tensor {
    /// Calls `hook` with this tensor's gradient in every later backward pass, once it is complete.
    ///
    /// What the hook returns takes the gradient's place, for the tensors before this one too; `nil` leaves it as it is.
    /// Hooks run in the order they were registered.
    ///
    /// ```swift
    /// h.registerHook { gradient in gradient * 0.1 }
    /// ```
    @discardableResult
    public func registerHook(_ hook: @escaping (Tensor) -> Tensor?) -> GradientHook {
        if !node.requiresGradient {
            shapeError("registerHook", "this tensor depends on no tensor with requiresGrad, so it never has a gradient")
        }
        let hook = GradientHook(hook, on: node)
        node.madeExtras.hooks.append(hook)
        return hook
    }

    /// Shows `observer` this tensor's gradient in every later backward pass, once it is complete.
    ///
    /// ```swift
    /// h.registerHook { gradient in norms.append(gradient.squared().sum().item()) }
    /// ```
    @discardableResult
    public func registerHook(_ observer: @escaping (Tensor) -> Void) -> GradientHook {
        registerHook { (gradient: Tensor) -> Tensor? in
            observer(gradient)
            return nil
        }
    }

    /// Takes the hooks of `old` over, whose place in a model this tensor takes.
    package func takeHooks(of old: Tensor) { GradientHook.move(from: old.node, to: node) }
}

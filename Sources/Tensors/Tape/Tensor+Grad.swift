extension Tensor {
    /// What `backward()` has accumulated for this leaf; `nil` before the first one, and assignable.
    ///
    /// Results in between have one after `retainGrad()`.
    public var grad: Tensor? {
        get { node.accumulated.map { Tensor($0) } }
        nonmutating set {
            if let newValue, newValue.shape != shape {
                shapeError("grad", "a gradient of shape \(newValue.shape) for a tensor of shape \(shape)")
            }
            node.accumulated = newValue?.node
        }
    }

    /// Lets `backward()` leave the gradient of this result in its `grad`, as it does for leaves.
    public func retainGrad() {
        if !node.requiresGradient {
            shapeError("retainGrad", "this tensor depends on no tensor with requiresGrad, so it never has a gradient")
        }
        node.madeExtras.retainsGradient = true
    }

    /// Whether operations on this tensor are recorded. Setting it makes the variable a new leaf with the same elements.
    public var requiresGrad: Bool {
        get { node.requiresGradient }
        set { self = requiringGrad(newValue) }
    }

    /// A leaf with the same elements whose gradient is (or is not) wanted.
    ///
    /// - Precondition: The elements are floating-point numbers: others have no derivative.
    public func requiringGrad(_ wanted: Bool = true) -> Tensor {
        if wanted && !dtype.isFloatingPoint {
            shapeError(
                "requiresGrad",
                "a tensor of \(dtype) has no gradient, as its elements cannot change a little: "
                    + "cast(to: .float32) first")
        }
        let leaf = Tensor(
            TensorNode(
                storage: node.storage, offset: node.offset, shape: node.shape, strides: node.strides,
                isPacked: node.isPacked, dtype: node.dtype, requiresGradient: wanted))
        leaf.node.copyTangents(of: node)
        return leaf
    }

    /// The same elements, cut off from the tape and without tangent.
    public func detach() -> Tensor {
        if !node.requiresGradient && !node.hasTangents { return self }
        return Tensor(
            TensorNode(
                storage: node.storage, offset: node.offset, shape: node.shape, strides: node.strides,
                isPacked: node.isPacked, dtype: node.dtype))
    }
}

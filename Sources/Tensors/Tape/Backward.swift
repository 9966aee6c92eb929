internal import CKernels

extension Tensor {
    /// Adds the gradient of this single number to the `grad` of every leaf it depends on and that `requiresGrad`.
    ///
    /// - Parameter createGraph: Record the backward pass as well, so that the gradients can be differentiated.
    public func backward(createGraph: Bool = false) {
        if node.shape.elementCount != 1 {
            shapeError(
                "backward",
                "the tensor has shape \(shape); only a single number has a gradient: "
                    + "take its sum() or mean(), or call backward(gradient:)")
        }
        backward(gradient: .full(shape, 1, dtype: dtype), createGraph: createGraph)
    }

    /// Adds `gradient`ᵀ · Jacobian to the `grad` of every leaf this tensor depends on.
    public func backward(gradient: Tensor, createGraph: Bool = false) {
        if !node.requiresGradient {
            shapeError(
                "backward", "this tensor depends on no tensor with requiresGrad (or was computed in noGradient)")
        }
        if gradient.shape != shape {
            shapeError("backward", "the gradient has shape \(gradient.shape), the tensor \(shape)")
        }
        for leaf in propagate(gradient, createGraph: createGraph) {
            guard let share = leaf.adjoint else { continue }
            leaf.adjoint = nil
            leaf.accumulated = withGradient(enabled: createGraph) {
                leaf.accumulated.map { (Tensor($0) + Tensor(share)).node } ?? share
            }
        }
    }

    /// Walks the tape from this tensor to its leaves, newest node first, and leaves their gradients in `adjoint`,
    /// as well as those of `stops`, which it treats as leaves.
    @discardableResult
    func propagate(
        _ seed: Tensor, createGraph: Bool, stoppingAt stops: [TensorNode] = []
    ) -> ContiguousArray<TensorNode> {
        let pass = sl_next_id()
        for stop in stops {
            stop.pass = pass
            stop.adjoint = nil
        }
        var leaves: ContiguousArray<TensorNode> = []
        var order: ContiguousArray<TensorNode> = []
        var unvisited: ContiguousArray<TensorNode> = node.pass == pass ? [] : [node]
        func visit(_ input: TensorNode?) {
            guard let input, input.requiresGradient, input.pass != pass else { return }
            input.pass = pass
            input.adjoint = nil
            unvisited.append(input)
        }
        node.pass = pass
        while let next = unvisited.popLast() {
            if next.operation == nil {
                leaves.append(next)
                continue
            }
            order.append(next)
            visit(next.input0)
            visit(next.input1)
            for input in next.moreInputs { visit(input) }
        }
        order.sort { $0.id > $1.id }
        node.adjoint = seed.node
        withGradient(enabled: createGraph) {
            for next in order {
                guard let adjoint = next.adjoint else { continue }
                next.adjoint = nil
                next.operation!.backward(BackwardPass(node: next, gradient: Tensor(adjoint)))
            }
        }
        return leaves
    }

    /// What `backward()` has accumulated for this leaf; `nil` before the first one, and assignable.
    public var grad: Tensor? {
        get { node.accumulated.map { Tensor($0) } }
        nonmutating set {
            if let newValue, newValue.shape != shape {
                shapeError("grad", "a gradient of shape \(newValue.shape) for a tensor of shape \(shape)")
            }
            node.accumulated = newValue?.node
        }
    }

    /// Whether operations on this tensor are recorded. Setting it makes the variable a new leaf with the same elements.
    public var requiresGrad: Bool {
        get { node.requiresGradient }
        set { self = requiringGrad(newValue) }
    }

    /// A leaf with the same elements whose gradient is (or is not) wanted.
    public func requiringGrad(_ wanted: Bool = true) -> Tensor {
        Tensor(
            TensorNode(
                storage: node.storage, offset: node.offset, shape: node.shape, strides: node.strides,
                isPacked: node.isPacked, dtype: node.dtype, requiresGradient: wanted))
    }

    /// The same elements, cut off from the tape.
    public func detach() -> Tensor {
        node.requiresGradient ? requiringGrad(false) : self
    }
}

internal import CKernels

extension Tensor {
    /// Adds the gradient of this single number to the `grad` of every leaf it depends on and that `requiresGrad`.
    ///
    /// - Parameters:
    ///   - createGraph: Record the backward pass as well, so that the gradients can be differentiated. Set `grad` to `nil`
    ///     when done: with their graph, a leaf and its gradient hold each other in memory.
    ///   - retainGradients: Leave every result on the way its gradient too, as `retainGrad()` does for one of them.
    public func backward(createGraph: Bool = false, retainGradients: Bool = false) {
        if node.shape.elementCount != 1 {
            shapeError(
                "backward",
                "the tensor has shape \(shape); only a single number has a gradient: "
                    + "take its sum() or mean(), or call backward(gradient:)")
        }
        backward(
            gradient: .full(shape, 1, dtype: dtype), createGraph: createGraph, retainGradients: retainGradients)
    }

    /// Adds `gradient`ᵀ · Jacobian to the `grad` of every leaf this tensor depends on.
    public func backward(gradient: Tensor, createGraph: Bool = false, retainGradients: Bool = false) {
        if !node.requiresGradient {
            shapeError(
                "backward", "this tensor depends on no tensor with requiresGrad (or was computed in noGradient)")
        }
        if gradient.shape != shape {
            shapeError("backward", "the gradient has shape \(gradient.shape), the tensor \(shape)")
        }
        let leaves = propagate(
            gradient.cast(to: dtype), createGraph: createGraph, retention: retainGradients ? .all : .asked)
        for leaf in leaves {
            guard let share = leaf.adjoint else { continue }
            leaf.adjoint = nil
            leaf.accumulate(share, createGraph: createGraph)
        }
    }

    /// Which results a backward pass leaves their gradients in `grad`.
    enum GradientRetention {
        case none, asked, all
    }

    /// Walks the tape from this tensor to its leaves, newest node first.
    ///
    /// Without `targets`, the gradients of the leaves are left in their `adjoint`; with them, only nodes on the way to
    /// targets are visited, and the targets' gradients are left in theirs.
    @discardableResult
    func propagate(
        _ seed: Tensor, createGraph: Bool, to targets: [TensorNode]? = nil, retention: GradientRetention = .none
    ) -> ContiguousArray<TensorNode> {
        let pass = sl_next_id()
        // Inputs are older than their results, so nothing older than every target leads to one.
        let oldest = targets.map { $0.lazy.map(\.id).min() ?? UInt64.max } ?? 0
        var leaves: ContiguousArray<TensorNode> = []
        var order: ContiguousArray<TensorNode> = []
        var unvisited: ContiguousArray<TensorNode> = []
        func visit(_ input: TensorNode?) {
            guard let input, input.requiresGradient, input.pass != pass, input.id >= oldest else { return }
            input.pass = pass
            input.adjoint = nil
            unvisited.append(input)
        }
        visit(node)
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
        var kept: Set<ObjectIdentifier> = []
        if let targets {
            for target in targets { kept.insert(ObjectIdentifier(target)) }
            leaves.removeAll { leaf in
                if kept.contains(ObjectIdentifier(leaf)) { return false }
                leaf.pass = 0
                return true
            }
            for next in order.reversed() where !kept.contains(ObjectIdentifier(next)) {
                if !(0..<next.inputCount).contains(where: { next.input($0).pass == pass }) { next.pass = 0 }
            }
        }
        if node.pass == pass { node.adjoint = seed.node }
        withGradient(enabled: createGraph) {
            for next in order {
                guard next.pass == pass, var adjoint = next.adjoint else { continue }
                next.adjoint = nil
                if next.extras != nil || retention == .all {
                    adjoint = next.settled(adjoint, retention, createGraph: createGraph)
                }
                if !kept.isEmpty && kept.contains(ObjectIdentifier(next)) { next.adjoint = adjoint }
                next.operation!.backward(BackwardPass(node: next, gradient: Tensor(adjoint)))
            }
            for leaf in leaves where leaf.extras != nil {
                leaf.adjoint = leaf.adjoint.map { leaf.settled($0, .none, createGraph: createGraph) }
            }
        }
        return leaves
    }
}

extension TensorNode {
    /// The gradient, now that it is complete, as the hooks leave it; kept where that is wanted.
    fileprivate func settled(
        _ gradient: TensorNode, _ retention: Tensor.GradientRetention, createGraph: Bool
    ) -> TensorNode {
        let settled = (extras?.hooks ?? []).reduce(gradient) { $1.apply(Tensor($0)).node }
        if retention == .all || (retention == .asked && extras?.retainsGradient == true) {
            // With extras, the node lets go of its gradient as of its inputs.
            _ = madeExtras
            accumulate(settled, createGraph: createGraph)
        }
        return settled
    }

    fileprivate func accumulate(_ share: TensorNode, createGraph: Bool) {
        accumulated = withGradient(enabled: createGraph) {
            accumulated.map { (Tensor($0) + Tensor(share)).node } ?? share
        }
    }
}

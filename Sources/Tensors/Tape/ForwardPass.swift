/// One operation's turn in forward mode: its inputs' tangents become its output's.
struct ForwardPass {
    let evaluation: Evaluation
    let level: TangentLevel

    /// The operation's input at `index`.
    func input(_ index: Int) -> Tensor { evaluation.input(index) }

    var inputCount: Int { evaluation.inputCount }

    /// The operation's output.
    var output: Tensor { evaluation.output }

    /// The tangent of the input at `index`; `nil` stands for zeros.
    func tangent(of index: Int) -> Tensor? { evaluation.node.input(index).tangent(at: level).map { Tensor($0) } }

    /// The tangent of the only input.
    var tangent: Tensor { tangent(of: 0)! }

    /// The tangent of the input at `index`, zeros written out.
    func fullTangent(of index: Int) -> Tensor {
        tangent(of: index) ?? .zeros(input(index).shape, dtype: input(index).dtype)
    }

    /// Σ of `term(index, tangent)` over the inputs that have a tangent.
    func sum(_ term: (Int, Tensor) -> Tensor) -> Tensor {
        var total: Tensor?
        for index in 0..<inputCount {
            guard let tangent = tangent(of: index) else { continue }
            let share = term(index, tangent)
            total = total.map { $0 + share } ?? share
        }
        return total!
    }

    /// J t by way of the operation's `backward`: u ↦ Jᵀ u is linear, and the gradient of (Jᵀ u) · t with respect to u
    /// is J t, at whatever u.
    func transposedBackward() -> Tensor {
        let operation = evaluation.node.operation!
        let createGraph = isGradientEnabled
        return withGradient(enabled: true) {
            let inputs = (0..<inputCount).map { input($0).withGradientAsked(tangent(of: $0) != nil) }
            let node = TensorNode(
                storage: output.node.storage, offset: output.node.offset, shape: output.shape,
                strides: output.node.strides, isPacked: output.node.isPacked, dtype: output.dtype,
                operation: operation, inputs.map(\.node))
            let probe = Tensor.zeros(output.shape, dtype: output.dtype).requiringGrad()
            operation.backward(BackwardPass(node: node, result: output.node, gradient: probe))
            var product: Tensor?
            for (index, input) in inputs.enumerated() {
                guard let tangent = tangent(of: index), let share = input.node.adjoint else { continue }
                input.node.adjoint = nil
                let term = (Tensor(share) * tangent).sum()
                product = product.map { $0 + term } ?? term
            }
            guard let product, product.requiresGrad else { return .zeros(output.shape, dtype: output.dtype) }
            let seed = Tensor.full([], 1, dtype: product.dtype)
            product.propagate(seed, createGraph: createGraph, to: [probe.node])
            defer { probe.node.adjoint = nil }
            return probe.node.adjoint.map { Tensor($0) } ?? .zeros(output.shape, dtype: output.dtype)
        }
    }
}

extension Tensor {
    /// The same tensor as a node of its own that asks for a gradient, or does not; still recorded and with its tangents.
    fileprivate func withGradientAsked(_ wanted: Bool) -> Tensor {
        if !wanted { return node.requiresGradient ? withGradient(enabled: false) { alias() } : self }
        return node.requiresGradient ? alias() : requiringGrad()
    }
}

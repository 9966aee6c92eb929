internal import CKernels

/// One node's turn in a backward pass.
struct BackwardPass {
    let evaluation: Evaluation
    /// The gradient of the differentiated value with respect to the node's output.
    let gradient: Tensor

    @inline(__always)
    init(node: TensorNode, result: TensorNode? = nil, gradient: Tensor) {
        evaluation = Evaluation(node: node, result: result ?? node)
        self.gradient = gradient
    }

    /// The operation's input at `index`.
    func input(_ index: Int) -> Tensor { evaluation.input(index) }

    var inputCount: Int { evaluation.inputCount }

    /// The operation's output.
    var output: Tensor { evaluation.output }

    /// Whether anybody wants the gradient of the input at `index`.
    func needsGradient(_ index: Int) -> Bool { isWanted(evaluation.node.input(index)) }

    /// Whether this pass is itself differentiated, in either mode: a shortcut around tensor operations would cut it off.
    var isDifferentiated: Bool {
        if sl_gradient_enabled() != 0 || gradient.node.hasTangents { return true }
        return (0..<inputCount).contains { evaluation.node.input($0).hasTangents }
    }

    /// Adds `share` to the gradient of the input at `index`; it is not even computed where nobody wants it.
    ///
    /// Axes along which the input was broadcast are summed, and its dtype is restored.
    func add(to index: Int, _ share: @autoclosure () -> Tensor) {
        let input = evaluation.node.input(index)
        if isWanted(input) { add(share(), to: input) }
    }

    func add(_ share: consuming Tensor, to input: TensorNode) {
        if share.node.shape != input.shape { share = share.summed(to: input.shape) }
        if share.node.dtype != input.dtype { share = share.cast(to: input.dtype) }
        guard let before = input.adjoint.take() else {
            input.adjoint = share.node
            return
        }
        // The sum may take the memory of either, where nobody else sees it.
        input.adjoint = (Tensor(before) + share).node
    }

    /// A pass visits just the nodes on the way to what it wants the gradients of.
    @inline(__always)
    func isWanted(_ input: TensorNode) -> Bool {
        input.requiresGradient && input.pass == evaluation.node.pass
    }
}

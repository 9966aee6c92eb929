/// A differentiable operation as the tape knows it: its name and its derivative.
///
/// Each subclass stands in `Operations/` beside the function that computes the forward value and checks the shapes.
/// Operations without settings have one shared instance.
class Operation: @unchecked Sendable {
    init() {}

    /// The name that messages and drawn graphs show.
    var name: String { fatalError("an operation without a name") }

    /// Adds to each input's gradient its share of the output's. Written with tensor operations, so that the backward
    /// pass can be differentiated in turn.
    func backward(_ pass: BackwardPass) {
        fatalError("\(name) has no derivative")
    }
}

/// One node's turn in a backward pass.
struct BackwardPass {
    let node: TensorNode
    /// The gradient of the differentiated value with respect to the node's output.
    let gradient: Tensor

    /// The operation's input at `index`.
    func input(_ index: Int) -> Tensor { Tensor(node.input(index)) }

    var inputCount: Int { node.inputCount }

    /// The operation's output.
    var output: Tensor { Tensor(node) }

    func needsGradient(_ index: Int) -> Bool { node.input(index).requiresGradient }

    /// Adds `share` to the gradient of the input at `index`; it is not even computed where nobody wants it.
    ///
    /// Axes along which the input was broadcast are summed, and its dtype is restored.
    func add(to index: Int, _ share: @autoclosure () -> Tensor) {
        let input = node.input(index)
        guard input.requiresGradient else { return }
        var share = share()
        if share.node.shape != input.shape { share = share.summed(to: input.shape) }
        if share.node.dtype != input.dtype { share = share.cast(to: input.dtype) }
        input.adjoint = input.adjoint.map { (Tensor($0) + share).node } ?? share.node
    }
}

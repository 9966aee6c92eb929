/// A differentiable operation as the tape knows it: its name and its derivative.
///
/// Each subclass stands in `Operations/` beside the function that computes the forward value and checks the shapes.
/// Operations without settings have one shared instance.
///
/// A derivative is written down once where once is enough, in one of four ways:
/// - a `SymmetricOperation`, as all element-wise ones are, has one product for both directions;
/// - a linear or bilinear operation gives `backward(_:)`, and as its `forward(_:)` applies itself to the tangents;
/// - an operation that gives `backward(_:)` alone is differentiated forward through it, at three times the cost;
/// - a `FusedOperation` does many steps at once, and writes them down for all but plain gradients.
class Operation: @unchecked Sendable {
    init() {}

    /// The name that messages and drawn graphs show.
    var name: String { fatalError("an operation without a name") }

    /// Reverse mode: adds to each input's gradient its share Jᵀ g of the output's gradient g. Written with tensor
    /// operations, so that the backward pass can be differentiated in turn.
    func backward(_ pass: BackwardPass) {
        fatalError("\(name) has no derivative")
    }

    /// Forward mode: the output's tangent J t for the inputs' tangents t, written with tensor operations. It may have a
    /// shape that broadcasts to the output's.
    func forward(_ pass: ForwardPass) -> Tensor {
        pass.transposedBackward()
    }
}

/// An operation whose Jacobian with respect to each input is symmetric, up to broadcasting: all element-wise ones, whose
/// Jacobians are diagonal, and softmax. Reverse mode's Jᵀ v and forward mode's J v are then the same product.
class SymmetricOperation: Operation, @unchecked Sendable {
    /// `v` times the derivative of the output with respect to the input at `index`.
    func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        fatalError("\(name) has no derivative")
    }

    final override func backward(_ pass: BackwardPass) {
        let point = pass.evaluation
        if let input = point.node.input0, pass.isWanted(input) {
            pass.add(derivative(0, times: pass.gradient, at: point), to: input)
        }
        if let input = point.node.input1, pass.isWanted(input) {
            pass.add(derivative(1, times: pass.gradient, at: point), to: input)
        }
        for (index, input) in point.node.moreInputs.enumerated() where pass.isWanted(input) {
            pass.add(derivative(index + 2, times: pass.gradient, at: point), to: input)
        }
    }

    final override func forward(_ pass: ForwardPass) -> Tensor {
        pass.sum { derivative($0, times: $1, at: pass.evaluation) }
    }
}

/// One use of an operation: the point its derivative is taken at.
struct Evaluation {
    /// Knows the inputs.
    let node: TensorNode
    /// The operation's output; another node than `node` in forward mode without recording.
    let result: TensorNode

    /// The operation's input at `index`.
    func input(_ index: Int) -> Tensor { Tensor(node.input(index)) }

    var inputCount: Int { node.inputCount }

    /// The operation's output.
    var output: Tensor { Tensor(result) }
}

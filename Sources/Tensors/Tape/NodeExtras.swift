/// What only few nodes have, so that the others stay small.
final class NodeExtras: @unchecked Sendable {
    /// The tangents of forward mode, outermost level first.
    var tangents: [(level: TangentLevel, value: TensorNode)] = []
    /// What `addGradientHook` was given, in order.
    var hooks: [GradientHook] = []
    /// Whether a backward pass leaves this node's gradient in `accumulated` although it is no leaf.
    var retainsGradient = false
}

extension TensorNode {
    /// The extras, made when there are none yet.
    var madeExtras: NodeExtras {
        if let extras { return extras }
        let made = NodeExtras()
        extras = made
        return made
    }
}

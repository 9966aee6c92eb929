internal import CKernels

/// One differentiation in forward mode. Inside the function that `jvp` differentiates, another `jvp` has a level of its
/// own, so that their tangents are never confused (Siskind and Pearlmutter, "Nesting forward-mode AD in a functional
/// framework", 2008).
struct TangentLevel: Equatable {
    /// Where the level stands: inner levels are larger.
    let order: UInt64
    /// The innermost level around this one.
    let outer: UInt64
    /// Tells this level from ended ones of the same order.
    let id: UInt64

    /// The level of the tangents that `Tensor.dual(tangent:)` gives, around all others.
    static let outermost = TangentLevel(order: 1, outer: 1, id: 0)

    /// Runs `body` in a new level within those that are open.
    static func within<Result, Failure: Error>(
        _ body: (TangentLevel) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let scope = sl_tangents()
        // Halfway to the limit, so that there is always room between two levels.
        let order = scope.floor + (scope.limit - scope.floor) / 2
        if order == scope.floor { shapeError("jvp", "more than 60 forward-mode differentiations inside each other") }
        let level = TangentLevel(order: order, outer: scope.floor, id: sl_next_id())
        sl_set_tangents(sl_tangent_scope(floor: order, limit: scope.limit))
        defer { sl_set_tangents(scope) }
        return try body(level)
    }

    /// Runs `body` with only the levels around this one in view.
    func outside<Result>(_ body: () -> Result) -> Result {
        let scope = sl_tangents()
        sl_set_tangents(sl_tangent_scope(floor: outer, limit: order))
        defer { sl_set_tangents(scope) }
        return body()
    }
}

extension TensorNode {
    func tangent(at level: TangentLevel) -> TensorNode? {
        extras?.tangents.first { $0.level == level }?.value
    }

    func addTangent(_ tangent: TensorNode, at level: TangentLevel) {
        madeExtras.tangents.append((level, tangent))
        hasTangents = true
    }

    /// Takes the tangents that `other` has over.
    func copyTangents(of other: TensorNode) {
        guard other.hasTangents, let tangents = other.extras?.tangents else { return }
        madeExtras.tangents = tangents
        hasTangents = true
    }

    /// Forgets the tangent of a level that ends.
    func removeTangent(at level: TangentLevel) {
        guard let extras else { return }
        extras.tangents.removeAll { $0.level == level }
        hasTangents = !extras.tangents.isEmpty
    }

    /// Gives this result of `operation` the tangents that follow from those of `inputs`.
    ///
    /// Outer levels come first: the tangent of an inner level is computed with them in view, so that it carries the mixed
    /// derivatives, but with none of the inner levels, whose squares count as zero.
    func pushTangents(_ operation: Operation, _ inputs: [TensorNode]) {
        let limit = sl_tangents().limit
        var levels: [TangentLevel] = []
        for input in inputs where input.hasTangents {
            for (level, _) in input.extras!.tangents where level.order < limit && !levels.contains(level) {
                levels.append(level)
            }
        }
        if levels.isEmpty { return }
        levels.sort { $0.order < $1.order }
        // A result that is not recorded does not know its inputs: this stand-in does.
        let known =
            self.operation == nil
            ? TensorNode(
                storage: storage, offset: offset, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype,
                operation: operation, inputs) : self
        let point = Evaluation(node: known, result: self)
        for level in levels {
            let tangent = level.outside {
                let tangent = known.operation!.forward(ForwardPass(evaluation: point, level: level))
                return tangent.cast(to: dtype).broadcast(to: shape)
            }
            addTangent(tangent.node, at: level)
        }
    }
}

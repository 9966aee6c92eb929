internal import CKernels

/// The first input where the condition holds, elsewhere the second.
final class Where: SymmetricOperation, @unchecked Sendable {
    let condition: Tensor
    init(condition: Tensor) { self.condition = condition }
    override var name: String { "where" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        index == 0 ? .where(condition, v, 0) : .where(condition, 0, v)
    }
}

extension Tensor {
    /// `a` where the condition is not 0, elsewhere `b`; all three broadcast.
    ///
    /// The side that is not taken gets a gradient of zero, whatever its value.
    public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        if a.dtype != b.dtype {
            let common = DType.promoted(a.dtype, b.dtype)
            return .where(condition, a.cast(to: common), b.cast(to: common))
        }
        let shape = Shape.broadcast(condition.shape, Shape.broadcast(a.shape, b.shape, "where"), "where")
        let storage = storage(shape, a.dtype)
        let isChannelsLast = [condition, a, b].contains { $0.node.isChannelsLast && $0.shape == shape }
        func laidOut(_ operand: Tensor) -> Tensor {
            operand.detach().broadcast(to: shape).laidOut(channelsLast: isChannelsLast)
        }
        let mask = laidOut(condition.detach().cast(to: .bool))
        // A single element need not be repeated in memory.
        let (aSingle, bSingle) = (a.count == 1, b.count == 1)
        let left = aSingle ? a : laidOut(a)
        let right = bSingle ? b : laidOut(b)
        sl_select(
            a.dtype.size, shape.elementCount, mask.node.address.assumingMemoryBound(to: UInt8.self),
            left.node.address, aSingle ? 0 : 1, right.node.address, bSingle ? 0 : 1, storage.memory)
        return Tensor(
            storage, shape, a.dtype, strides: isChannelsLast ? shape.channelsLastStrides : nil,
            by: Where(condition: mask), a, b)
    }

    /// `a` where the condition is not 0, elsewhere `b`.
    public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: some TensorScalar) -> Tensor {
        .where(condition, a, a.scalar(of: b))
    }

    /// `a` where the condition is not 0, elsewhere `b`.
    public static func `where`(_ condition: Tensor, _ a: some TensorScalar, _ b: Tensor) -> Tensor {
        .where(condition, b.scalar(of: a), b)
    }

    /// These elements, but `value` where the mask is not 0.
    public func replacing(where mask: Tensor, with value: Tensor) -> Tensor { .where(mask, value, self) }

    /// These elements, but `value` where the mask is not 0.
    public func replacing(where mask: Tensor, with value: some TensorScalar) -> Tensor { .where(mask, value, self) }

    /// The positions of the elements that are not 0, one tensor of int64 for each axis, in row-major order.
    public func nonzero() -> [Tensor] {
        let mask = detach().cast(to: .bool).packed
        let bytes = mask.node.address.assumingMemoryBound(to: UInt8.self)
        let found = sl_true_positions(mask.count, bytes, nil)
        var rest = Tensor(Tensor.storage([found], .int64), [found], .int64)
        _ = sl_true_positions(mask.count, bytes, rest.node.address.assumingMemoryBound(to: Int64.self))
        withExtendedLifetime(mask) {}
        if rank == 0 { shapeError("nonzero", "a single number has no positions") }
        var positions: [Tensor] = []
        for length in shape.dropFirst().reversed() {
            positions.append(length == 0 ? rest : rest.remainder(length))
            rest = length == 0 ? rest : rest.floorDivided(by: length)
        }
        return [rest] + positions.reversed()
    }
}

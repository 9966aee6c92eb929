internal import CKernels

// Images [batch, channels, height, width] may lie in memory as [batch, height, width, channels], PyTorch's `channels_last`:
// so convolutions are fastest. Their shape stays. What is computed element by element lies as its operands do.

extension Shape {
    /// The strides of images whose channels lie side by side.
    var channelsLastStrides: Shape {
        var strides = self
        strides.lengths[1] = 1
        strides.lengths[3] = lengths[1]
        strides.lengths[2] = lengths[1] &* lengths[3]
        strides.lengths[0] = strides.lengths[2] &* lengths[2]
        return strides
    }

    /// Whether elements `strides` apart are images whose channels lie side by side, without gaps.
    func isChannelsLast(_ strides: Shape) -> Bool {
        if axisCount != 4 { return false }
        let order: InlineArray<4, Int> = [1, 3, 2, 0]
        var step = 1
        for position in 0..<4 {
            let axis = order[position]
            if lengths[axis] == 0 { return true }
            if lengths[axis] != 1 && strides.lengths[axis] != step { return false }
            step &*= lengths[axis]
        }
        return true
    }

    /// The second axis moved to the end.
    var withChannelsLast: Shape {
        var moved = self
        moved.lengths[1] = lengths[2]
        moved.lengths[2] = lengths[3]
        moved.lengths[3] = lengths[1]
        return moved
    }
}

extension TensorNode {
    /// Whether these are images whose channels lie side by side, in an order that is not the packed one as well.
    var isChannelsLast: Bool { !isPacked && shape.axisCount == 4 && shape.isChannelsLast(strides) }
}

extension Tensor {
    /// These images with their channels side by side; not recorded.
    var channelsLast: Tensor {
        if shape.isChannelsLast(node.strides) { return self }
        let strides = shape.channelsLastStrides
        let storage = Tensor.storage(shape, dtype)
        if count > 0 { copy(to: storage.memory, strides: strides) }
        return Tensor(storage, shape, dtype, strides: strides)
    }

    /// These elements in one of the two orders; not recorded.
    func laidOut(channelsLast isChannelsLast: Bool) -> Tensor { isChannelsLast ? channelsLast : packed }

    /// Whether the result of two operands, of `shape`, has its channels side by side: as an operand of that shape has.
    static func makeChannelsLast(_ a: TensorNode, _ b: TensorNode, _ shape: Shape) -> Bool {
        if shape.axisCount != 4 { return false }
        return a.isChannelsLast && a.shape == shape || b.isChannelsLast && b.shape == shape
    }

    /// Applies `kernel` to the pairs of elements of two broadcast tensors, for a result with its channels side by side.
    static func channelsLast(
        _ kernel: sl_binary_op, _ left: TensorNode, _ right: TensorNode, _ shape: Shape, _ storage: Storage
    ) {
        // What is packed is fetched in tiles, not element by element.
        if left.isPacked && left.shape == shape && !shape.isChannelsLast(left.strides) {
            return channelsLast(kernel, Tensor(left).channelsLast.node, right, shape, storage)
        }
        if right.isPacked && right.shape == shape && !shape.isChannelsLast(right.strides) {
            return channelsLast(kernel, left, Tensor(right).channelsLast.node, shape, storage)
        }
        if left.shape == shape && right.shape == shape && shape.isChannelsLast(left.strides)
            && shape.isChannelsLast(right.strides)
        {
            sl_binary_flat(
                kernel, left.dtype.kernel, shape.elementCount, left.address, right.address, storage.memory)
            return
        }
        shape.withChannelsLast.withLengths { dims in
            left.shape.stretched(left.strides, to: shape).withChannelsLast.withLengths { leftStrides in
                right.shape.stretched(right.strides, to: shape).withChannelsLast.withLengths { rightStrides in
                    sl_binary(
                        kernel, left.dtype.kernel, 4, dims, leftStrides, rightStrides, left.address, right.address,
                        storage.memory)
                }
            }
        }
    }
}

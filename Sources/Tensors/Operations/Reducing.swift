internal import CKernels

extension Tensor {
    /// The axes as bits, and the result's shape with and without them.
    func reducing(
        _ axes: [Int]?, _ keepDims: Bool, _ name: String
    ) -> (mask: UInt32, kept: Shape, shape: Shape) {
        var mask: UInt32 = 0
        if let axes {
            for axis in axes {
                let axis = normalized(axis: axis, rank: rank, name)
                let bit: UInt32 = 1 << UInt32(axis)
                if mask & bit != 0 { shapeError(name, "\(axes) names axis \(axis) of \(self.shape) twice") }
                mask |= bit
            }
        } else {
            mask = (1 << UInt32(rank)) - 1
        }
        var kept = shape
        var shape = Shape(rank: 0, repeating: 0)
        for axis in 0..<rank {
            if mask >> UInt32(axis) & 1 == 1 {
                kept.lengths[axis] = 1
            } else {
                shape.append(kept.lengths[axis])
            }
        }
        return (mask, kept, keepDims ? kept : shape)
    }

    /// Memory with the reduced elements, int64 for integers and bools.
    func reduced(_ kernel: sl_reduce_op, _ mask: UInt32, _ kept: Shape) -> Storage {
        let storage = Tensor.storage(kept, dtype.isFloatingPoint ? dtype : .int64)
        var (dims, strides, mask) = (node.shape, node.strides, mask)
        // In the order of memory, unless that would turn round what is kept.
        if mask & 0b1110 == 0b1100 || mask & 0b0010 != 0, node.isChannelsLast {
            (dims, strides) = (dims.withChannelsLast, strides.withChannelsLast)
            mask = mask & 1 | (mask & 0b1100) >> 1 | (mask & 0b0010) << 2
        }
        dims.withLengths { dims in
            strides.withLengths { strides in
                sl_reduce(kernel, dtype.kernel, Int32(rank), dims, strides, mask, node.address, storage.memory)
            }
        }
        return storage
    }
}

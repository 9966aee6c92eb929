internal import CKernels

extension Shape {
    /// The shape that both stretch to, NumPy's broadcasting rule; traps where they do not fit.
    static func broadcast(_ a: Shape, _ b: Shape, _ operation: @autoclosure () -> String) -> Shape {
        if a == b { return a }
        var (result, other) = a.rank >= b.rank ? (a, b) : (b, a)
        let skipped = result.rank - other.rank
        for axis in 0..<other.rank {
            let length = other.lengths[axis]
            let present = result.lengths[axis + skipped]
            if present == length || length == 1 { continue }
            if present != 1 {
                let (left, right) = a.rank >= b.rank ? (present, length) : (length, present)
                shapeError(
                    operation(),
                    "\(a) and \(b): \(left) ≠ \(right) on axis \(axis + skipped) "
                        + "(lengths must agree or be 1)")
            }
            result.lengths[axis + skipped] = length
        }
        return result
    }

    /// The strides that show elements of `self` with `strides` as the larger `target`: 0 along stretched axes.
    func stretched(_ strides: Shape, to target: Shape) -> Shape {
        var result = Shape(rank: target.rank, repeating: 0)
        let skipped = target.rank - rank
        for axis in 0..<rank where lengths[axis] == target.lengths[axis + skipped] && lengths[axis] != 1 {
            result.lengths[axis + skipped] = strides.lengths[axis]
        }
        return result
    }
}

extension Tensor {
    /// Applies `kernel` to each element, recorded as `operation`.
    @inline(__always)
    func mapped(_ kernel: sl_unary_op, by operation: @autoclosure () -> Operation) -> Tensor {
        let node = self.node
        let storage = Tensor.storage(node.shape, node.dtype)
        if node.isPacked {
            sl_unary_flat(kernel, node.dtype.kernel, node.shape.elementCount, node.address, storage.memory)
        } else {
            node.shape.withLengths { dims in
                node.strides.withLengths { strides in
                    sl_unary(
                        kernel, node.dtype.kernel, Int32(node.shape.rank), dims, strides, node.address, storage.memory)
                }
            }
        }
        return Tensor(storage, node.shape, node.dtype, by: operation(), self)
    }

    /// Applies `kernel` to the pairs of elements of two broadcast tensors, recorded as `operation`.
    static func combined(
        _ kernel: sl_binary_op, _ a: Tensor, _ b: Tensor, by operation: Operation
    ) -> Tensor {
        let left = a.node
        let right = b.node
        if left.dtype != right.dtype {
            let dtype = DType.promoted(left.dtype, right.dtype)
            return combined(kernel, a.cast(to: dtype), b.cast(to: dtype), by: operation)
        }
        let dtype = left.dtype
        if left.isPacked && right.isPacked && left.shape == right.shape {
            let storage = Tensor.storage(left.shape, dtype)
            sl_binary_flat(
                kernel, dtype.kernel, left.shape.elementCount, left.address, right.address, storage.memory)
            return Tensor(storage, left.shape, dtype, by: operation, a, b)
        }
        let shape = Shape.broadcast(left.shape, right.shape, operation.name)
        let storage = Tensor.storage(shape, dtype)
        shape.withLengths { dims in
            left.shape.stretched(left.strides, to: shape).withLengths { leftStrides in
                right.shape.stretched(right.strides, to: shape).withLengths { rightStrides in
                    sl_binary(
                        kernel, dtype.kernel, Int32(shape.rank), dims, leftStrides, rightStrides, left.address,
                        right.address, storage.memory)
                }
            }
        }
        return Tensor(storage, shape, dtype, by: operation, a, b)
    }

    /// A single number of this tensor's type, for arithmetic with Swift numbers.
    @inline(__always)
    func scalar(_ value: Double) -> Tensor {
        let storage = Storage(byteCount: 8)
        switch node.dtype {
        case .float32: storage.memory.storeBytes(of: Float(value), as: Float.self)
        case .float64: storage.memory.storeBytes(of: value, as: Double.self)
        }
        return Tensor(storage, Shape(rank: 0, repeating: 0), node.dtype)
    }
}

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
    /// Applies `kernel` to each element, recorded as `operation`. What has fractions makes float32 of integers.
    @inline(__always)
    consuming func mapped(_ kernel: sl_unary_op, by operation: @autoclosure () -> Operation) -> Tensor {
        if !node.dtype.isFloatingPoint && kernel.rawValue > SL_RELU.rawValue && kernel != SL_NOT {
            if kernel.rawValue >= SL_FLOOR.rawValue { return self }
            return Tensor(cast(to: .float32).node).mappedFloats(kernel, by: operation())
        }
        return mappedFloats(kernel, by: operation())
    }

    @inline(__always)
    private consuming func mappedFloats(
        _ kernel: sl_unary_op, by operation: @autoclosure () -> Operation
    ) -> Tensor {
        let reused = reusableStorage()
        let node = self.node
        let storage = reused ?? Tensor.storage(node.shape, node.dtype)
        if node.isPacked {
            sl_unary_flat(kernel, node.dtype.kernel, node.shape.elementCount, node.address, storage.memory)
        } else if node.isChannelsLast {
            sl_unary_flat(kernel, node.dtype.kernel, node.shape.elementCount, node.address, storage.memory)
            return Tensor(storage, node.shape, node.dtype, strides: node.strides, by: operation(), self)
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
    ///
    /// The operands are promoted to one type, which is the result's; what has fractions makes float32 of integers.
    static func combined(
        _ kernel: sl_binary_op, _ a: consuming Tensor, _ b: consuming Tensor, by operation: Operation
    ) -> Tensor {
        let reused = reusableStorage(&a, &b)
        let left = a.node
        let right = b.node
        let dtype = left.dtype
        if dtype != right.dtype {
            let common = DType.promoted(dtype, right.dtype)
            return combined(kernel, a.cast(to: common), b.cast(to: common), by: operation)
        }
        if !dtype.isFloatingPoint {
            if kernel.rawValue >= SL_DIVIDE.rawValue && kernel.rawValue < SL_AND.rawValue {
                return combined(kernel, a.cast(to: .float32), b.cast(to: .float32), by: operation)
            }
            checkIntegers(kernel, a, b, operation)
        }
        if left.isPacked && right.isPacked && left.shape == right.shape {
            let storage = reused ?? Tensor.storage(left.shape, dtype)
            sl_binary_flat(
                kernel, dtype.kernel, left.shape.elementCount, left.address, right.address, storage.memory)
            return Tensor(storage, left.shape, dtype, by: operation, a, b)
        }
        let shape = Shape.broadcast(left.shape, right.shape, operation.name)
        let storage = reused ?? Tensor.storage(shape, dtype)
        if Tensor.makeChannelsLast(left, right, shape) {
            channelsLast(kernel, left, right, shape, storage)
            return Tensor(storage, shape, dtype, strides: shape.channelsLastStrides, by: operation, a, b)
        }
        stretched(kernel, left, right, shape, storage)
        return Tensor(storage, shape, dtype, by: operation, a, b)
    }

    /// Compares the pairs of elements of two broadcast tensors. The result is of type bool and never recorded.
    static func compared(_ kernel: sl_binary_op, _ a: Tensor, _ b: Tensor, _ name: String) -> Tensor {
        let left = a.node
        let right = b.node
        if left.dtype != right.dtype {
            let common = DType.promoted(left.dtype, right.dtype)
            return compared(kernel, a.detach().cast(to: common), b.detach().cast(to: common), name)
        }
        let shape = Shape.broadcast(left.shape, right.shape, name)
        let storage = Tensor.storage(shape, .bool)
        if Tensor.makeChannelsLast(left, right, shape) {
            channelsLast(kernel, left, right, shape, storage)
            return Tensor(storage, shape, .bool, strides: shape.channelsLastStrides)
        }
        stretched(kernel, left, right, shape, storage)
        return Tensor(storage, shape, .bool)
    }

    private static func stretched(
        _ kernel: sl_binary_op, _ left: TensorNode, _ right: TensorNode, _ shape: Shape, _ storage: Storage
    ) {
        shape.withLengths { dims in
            left.shape.stretched(left.strides, to: shape).withLengths { leftStrides in
                right.shape.stretched(right.strides, to: shape).withLengths { rightStrides in
                    sl_binary(
                        kernel, left.dtype.kernel, Int32(shape.rank), dims, leftStrides, rightStrides, left.address,
                        right.address, storage.memory)
                }
            }
        }
    }

    /// Traps where integers are divided by zero or raised to a negative power, and where bools have no such operation.
    private static func checkIntegers(_ kernel: sl_binary_op, _ a: Tensor, _ b: Tensor, _ operation: Operation) {
        switch kernel {
        case SL_FLOOR_DIVIDE, SL_REMAINDER, SL_TRUNCATING_REMAINDER:
            if a.dtype == .bool { shapeError(operation.name, "bools cannot be divided; cast(to: .int64) counts them") }
            if let zero = b.firstPosition(where: b.equalTo(0)) {
                shapeError(
                    operation.name,
                    "division of integers by zero: the divisor\(zero) is 0 (cast(to: .float32) gives inf)")
            }
        case SL_POWER:
            if a.dtype == .bool { shapeError(operation.name, "bools have no powers; cast(to: .int64) makes numbers") }
            if let negative = b.firstPosition(where: b.lessThan(0)) {
                shapeError(
                    operation.name,
                    "an integer to a negative power is a fraction: the exponent\(negative) is negative "
                        + "(cast(to: .float32) allows it)")
            }
        case SL_SUBTRACT where a.dtype == .bool:
            shapeError(operation.name, "bools have no difference; use .!= or cast(to: .int64)")
        case SL_SHIFT_LEFT, SL_SHIFT_RIGHT:
            if a.dtype == .bool {
                shapeError(operation.name, "bools cannot be shifted; cast(to: .int64) makes numbers")
            }
        default: break
        }
    }

    /// The first position at which `mask` holds, as a subscript: "[1, 0]", empty for a single number.
    private func firstPosition(where mask: Tensor) -> String? {
        let mask = mask.packed
        let hits = sl_true_positions(mask.count, mask.node.address.assumingMemoryBound(to: UInt8.self), nil)
        if hits == 0 { return nil }
        let first = mask.array(of: Bool.self).firstIndex(of: true)!
        return rank == 0 ? "" : " at \(positions(of: first, in: shape))"
    }

    /// A single number of this tensor's type, which is floating point.
    @inline(__always)
    func scalar(_ value: Double) -> Tensor {
        let storage = Storage(byteCount: 8)
        if node.dtype == .float32 {
            storage.memory.storeBytes(of: Float(value), as: Float.self)
        } else {
            storage.memory.storeBytes(of: value, as: Double.self)
        }
        return Tensor(storage, Shape(rank: 0, repeating: 0), node.dtype)
    }

    /// A single number for arithmetic with this tensor, of the type that `DType` promotes both to.
    @inline(__always)
    func scalar<Scalar: TensorScalar>(of value: Scalar) -> Tensor {
        if node.dtype.isFloatingPoint { return scalar(value.tensorValue) }
        let dtype = DType.promoted(node.dtype, Scalar.self)
        dtype.check(value, " (cast the tensor to a wider type first)")
        return .full([], value, dtype: dtype)
    }

    /// A single number to compare this tensor with: of a wider type where the tensor's does not hold it.
    func comparable<Scalar: TensorScalar>(to value: Scalar) -> Tensor {
        let dtype = DType.promoted(node.dtype, Scalar.self)
        return dtype.holds(value) ? scalar(of: value) : .full([], value, dtype: .int64)
    }

    /// This tensor, as float32 if it holds integers or bools.
    var floating: Tensor { node.dtype.isFloatingPoint ? self : cast(to: .float32) }
}

final class Concatenate: Operation, @unchecked Sendable {
    let axis: Int
    init(axis: Int) { self.axis = axis }
    override var name: String { "concatenate" }

    override func backward(_ pass: BackwardPass) {
        var start = 0
        for index in 0..<pass.inputCount {
            let end = start + pass.input(index).shape[axis]
            pass.add(to: index, pass.gradient.sliced(axis: axis, from: start, to: end))
            start = end
        }
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        .concatenated((0..<pass.inputCount).map(pass.fullTangent), axis: axis)
    }
}

extension Tensor {
    /// The tensors one after the other along `axis`; all other lengths must agree.
    public static func concatenated(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        guard let first = tensors.first else { shapeError("concatenate", "no tensors given") }
        let axis = normalized(axis: axis, rank: first.rank, "concatenate")
        let dtype = tensors.reduce(first.dtype) { DType.promoted($0, $1.dtype) }
        let tensors = tensors.map { $0.cast(to: dtype) }
        var shape = first.shape
        shape[axis] = 0
        for tensor in tensors {
            var expected = first.shape
            if tensor.rank == first.rank { expected[axis] = tensor.shape[axis] }
            if tensor.shape != expected {
                shapeError(
                    "concatenate",
                    "\(first.shape) and \(tensor.shape) along axis \(axis) "
                        + "(all other lengths must agree)")
            }
            shape[axis] += tensor.shape[axis]
        }
        let storage = Tensor.storage(shape, dtype)
        let strides = shape.packedStrides
        var start = 0
        for tensor in tensors {
            tensor.copy(to: storage.memory + start * strides.lengths[axis] * dtype.size, strides: strides)
            start += tensor.shape[axis]
        }
        return Tensor(storage, shape, dtype, by: Concatenate(axis: axis), inputs: tensors)
    }

    /// The tensors along a new axis; all shapes must agree.
    public static func stacked(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        guard let first = tensors.first else { shapeError("stack", "no tensors given") }
        for tensor in tensors where tensor.shape != first.shape {
            shapeError("stack", "\(first.shape) and \(tensor.shape) (shapes must agree)")
        }
        return concatenated(tensors.map { $0.expandingDims(axis: axis) }, axis: axis)
    }
}

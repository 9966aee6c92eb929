internal import CKernels

/// `start`, `start + step`, … along one axis.
final class Slice: Operation, @unchecked Sendable {
    let axis: Int
    let start: Int
    let length: Int
    init(axis: Int, start: Int, length: Int) {
        self.axis = axis
        self.start = start
        self.length = length
    }
    override var name: String { "slice" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.embedded(in: pass.input(0).shape, axis: axis, start: start))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        let length = pass.output.shape[axis]
        return pass.tangent.sliced(axis: axis, from: start, to: start + length)
    }
}

/// Zeros with a slice filled in: the derivative of `Slice`.
final class Embed: Operation, @unchecked Sendable {
    let axis: Int
    let start: Int
    init(axis: Int, start: Int) {
        self.axis = axis
        self.start = start
    }
    override var name: String { "embed" }

    override func backward(_ pass: BackwardPass) {
        let length = pass.input(0).shape[axis]
        pass.add(to: 0, pass.gradient.sliced(axis: axis, from: start, to: start + length))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.embedded(in: pass.output.shape, axis: axis, start: start)
    }
}

extension Tensor {
    /// The positions `from..<to` of `axis`, a view.
    public func sliced(axis: Int, from start: Int, to end: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "slice")
        let length = shape[axis]
        if start < 0 || end > length || start > end {
            shapeError("slice", "\(start)..<\(end) is not within 0..<\(length), axis \(axis) of \(shape)")
        }
        var shape = self.shape
        shape.lengths[axis] = end - start
        return view(
            offset: node.offset + (end > start ? start * node.strides.lengths[axis] : 0), shape: shape,
            strides: node.strides, by: Slice(axis: axis, start: start, length: length))
    }

    /// The entry at `index` of `axis`, a view without that axis. Negative indices count from the end.
    public func selected(axis: Int, _ index: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "index")
        let position = index < 0 ? index + shape[axis] : index
        if position < 0 || position >= shape[axis] {
            shapeError(
                "index", "\(index) is out of range for axis \(axis) of \(shape), which has \(shape[axis]) entries")
        }
        return sliced(axis: axis, from: position, to: position + 1).squeezing(axis: axis)
    }

    func embedded(in shape: Shape, axis: Int, start: Int) -> Tensor {
        let storage = Tensor.storage(shape, dtype)
        sl_fill(dtype.kernel, shape.elementCount, 0, storage.memory)
        let source = packed
        let strides = shape.packedStrides
        let target = storage.memory + start * strides.lengths[axis] * dtype.size
        self.shape.withLengths { dims in
            strides.withLengths { strides in
                sl_scatter(dtype.kernel, Int32(rank), dims, strides, source.node.address, target)
            }
        }
        return Tensor(storage, shape, dtype, by: Embed(axis: axis, start: start), self)
    }
}

/// What a subscript of a tensor takes for one axis: an `Int`, which drops the axis, or a range, which shortens it.
public protocol TensorIndex {
    /// The part of `axis` of `tensor` that this index names, and the axis the next index is for.
    func applied(to tensor: Tensor, axis: Int) -> (Tensor, nextAxis: Int)
}

extension Int: TensorIndex {
    public func applied(to tensor: Tensor, axis: Int) -> (Tensor, nextAxis: Int) {
        (tensor.selected(axis: axis, self), axis)
    }
}

extension TensorIndex where Self: RangeExpression<Int> {
    public func applied(to tensor: Tensor, axis: Int) -> (Tensor, nextAxis: Int) {
        let length = tensor.shape[normalized(axis: axis, rank: tensor.rank, "index")]
        let range = relative(to: 0..<length)
        return (tensor.sliced(axis: axis, from: range.lowerBound, to: range.upperBound), axis + 1)
    }
}

extension Range: TensorIndex where Bound == Int {}
extension ClosedRange: TensorIndex where Bound == Int {}
extension PartialRangeFrom: TensorIndex where Bound == Int {}
extension PartialRangeUpTo: TensorIndex where Bound == Int {}
extension PartialRangeThrough: TensorIndex where Bound == Int {}

extension Tensor {
    /// A view of the rows, columns, … that the indices name, outermost axis first: `x[0]`, `x[2..<5]`, `x[0..., 1]`.
    public subscript(indices: any TensorIndex...) -> Tensor {
        if indices.count > rank { shapeError("index", "\(indices.count) indices for shape \(shape)") }
        var result = self
        var axis = 0
        for index in indices { (result, axis) = index.applied(to: result, axis: axis) }
        return result
    }
}

/// `start`, `start + step`, … along one axis.
final class Slice: Operation, @unchecked Sendable {
    let axis: Int
    let start: Int
    let step: Int
    init(axis: Int, start: Int, step: Int) {
        self.axis = axis
        self.start = start
        self.step = step
    }
    override var name: String { "slice" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.embedded(in: pass.input(0).shape, axis: axis, start: start, step: step))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.sliced(axis: axis, start: start, count: pass.output.shape[axis], step: step)
    }
}

/// Zeros with a slice filled in: the derivative of `Slice`.
final class Embed: Operation, @unchecked Sendable {
    let axis: Int
    let start: Int
    let step: Int
    init(axis: Int, start: Int, step: Int) {
        self.axis = axis
        self.start = start
        self.step = step
    }
    override var name: String { "embed" }

    override func backward(_ pass: BackwardPass) {
        let count = pass.input(0).shape[axis]
        pass.add(to: 0, pass.gradient.sliced(axis: axis, start: start, count: count, step: step))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.embedded(in: pass.output.shape, axis: axis, start: start, step: step)
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
        return sliced(axis: axis, start: start, count: end - start, step: 1)
    }

    /// The entry at `index` of `axis`, a view without that axis. Negative indices count from the end.
    public func selected(axis: Int, _ index: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "index")
        let position = index < 0 ? index + shape[axis] : index
        if position < 0 || position >= shape[axis] {
            shapeError(
                "index", "\(index) is out of range for axis \(axis) of \(shape), which has \(shape[axis]) entries")
        }
        return sliced(axis: axis, start: position, count: 1, step: 1).squeezing(axis: axis)
    }

    /// The elements in reverse order along the axes (along all of them if `nil`), a view.
    public func flipped(axes: [Int]? = nil) -> Tensor {
        var result = self
        for axis in normalized(axes: axes, rank: rank, "flip") where shape[axis] > 1 {
            result = result.sliced(axis: axis, start: shape[axis] - 1, count: shape[axis], step: -1)
        }
        return result
    }

    /// The elements in reverse order along one axis, a view.
    public func flipped(axis: Int) -> Tensor { flipped(axes: [axis]) }

    /// `count` entries from `start` on, `step` apart, all of them within the axis.
    func sliced(axis: Int, start: Int, count: Int, step: Int) -> Tensor {
        var shape = self.shape
        var strides = node.strides
        shape.lengths[axis] = count
        // Only a single entry can be so far from the next that this overflows.
        strides.lengths[axis] &*= step
        return view(
            offset: node.offset + (count > 0 ? start * node.strides.lengths[axis] : 0), shape: shape,
            strides: strides, by: Slice(axis: axis, start: start, step: step))
    }

    /// Zeros of `shape` in which this tensor stands at the positions `start`, `start + step`, … of `axis`.
    func embedded(in shape: Shape, axis: Int, start: Int, step: Int = 1) -> Tensor {
        let result = Tensor.zeros(shape, dtype: dtype)
        var strides = shape.packedStrides
        let target = result.node.address + start * strides.lengths[axis] * dtype.size
        strides.lengths[axis] &*= step
        if count > 0 { copy(to: target, strides: strides) }
        return Tensor(result.node.storage, shape, dtype, by: Embed(axis: axis, start: start, step: step), self)
    }
}

internal import CKernels

extension Tensor {
    /// The position of the largest element in row-major order: the first of equals, the first NaN if there is one.
    public func argmax() -> Int { extremePosition(largest: true) }

    /// The position of the smallest element in row-major order: the first of equals, the first NaN if there is one.
    public func argmin() -> Int { extremePosition(largest: false) }

    /// The positions of the largest elements along `axis`, as int64: the first of equals, the first NaN if there is one.
    public func argmax(axis: Int, keepDims: Bool = false) -> Tensor { extremePositions(axis, keepDims, largest: true) }

    /// The positions of the smallest elements along `axis`, as int64: the first of equals, the first NaN if there is one.
    public func argmin(axis: Int, keepDims: Bool = false) -> Tensor { extremePositions(axis, keepDims, largest: false) }

    private func extremePosition(largest: Bool) -> Int {
        if count == 0 { shapeError(largest ? "argmax" : "argmin", "shape \(shape) has no elements") }
        return detach().reshape([count]).extremePositions(0, false, largest: largest).item(as: Int.self)
    }

    private func extremePositions(_ axis: Int, _ keepDims: Bool, largest: Bool) -> Tensor {
        let name = largest ? "argmax" : "argmin"
        let axis = normalized(axis: axis, rank: rank, name)
        if shape[axis] == 0 { shapeError(name, "axis \(axis) of shape \(shape) has no elements") }
        let rows = detach().movingToEnd(axis: axis).packed
        var shape = self.shape
        shape.remove(at: axis)
        let result = Tensor(Tensor.storage(shape, .int64), shape, .int64)
        sl_extreme_positions(
            dtype.kernel, largest ? 1 : 0, result.count, self.shape[axis], rows.node.address,
            result.node.address.assumingMemoryBound(to: Int64.self))
        return keepDims ? result.expandingDims(axis: axis) : result
    }
}

extension Tensor {
    /// For each entry of `positions` the element at that position of `axis`, and else at the entry's own place: PyTorch's
    /// `gather`, NumPy's `take_along_axis`.
    ///
    /// For axis 1 of a matrix: out[i, j] = x[i, positions[i, j]].
    ///
    /// - Parameter positions: Integers of as many axes as this tensor, no longer than it but along `axis`; negative ones
    ///   count from the end.
    public func gathered(at positions: Tensor, axis: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "gather")
        let rows = rowMajorPositions(positions, axis, "gather")
        return reshape(-1).gathered(checkedRows: rows.array(of: Int.self)).reshape(positions.shape)
    }

    /// This tensor with each element of `source` added at the position of `axis` that `positions` says, and else at its
    /// own place; elements for the same place add up. PyTorch's `scatter_add`.
    ///
    /// For axis 1 of a matrix: out[i, positions[i, j]] += source[i, j].
    public func scatterAdding(_ source: Tensor, at positions: Tensor, axis: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "scatterAdd")
        let rows = rowMajorPositions(positions, axis, "scatterAdd")
        if source.shape != positions.shape {
            shapeError("scatterAdd", "source \(source.shape), positions \(positions.shape) (shapes must agree)")
        }
        let added = source.cast(to: dtype).reshape(-1).scatterAdded(rows: rows.array(of: Int.self), into: [count])
        return self + added.reshape(shape)
    }

    /// This tensor with each element of `source` put at the position of `axis` that `positions` says, and else at its
    /// own place; of several for the same place the last one stays. PyTorch's `scatter`, NumPy's `put_along_axis`.
    public func scattering(_ source: Tensor, at positions: Tensor, axis: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "scatter")
        let rows = rowMajorPositions(positions, axis, "scatter")
        var flat = reshape(-1)
        flat[rows.reshape(-1)] = source.broadcast(to: positions.shape).reshape(-1)
        return flat.reshape(shape)
    }

    /// Where the places that `positions` means lie in row-major order.
    private func rowMajorPositions(_ positions: Tensor, _ axis: Int, _ operation: String) -> Tensor {
        if positions.dtype.isFloatingPoint || positions.dtype == .bool {
            shapeError(operation, "positions of dtype \(positions.dtype); integers are wanted (cast(to: .int64))")
        }
        let fits = (0..<rank).allSatisfy {
            $0 == axis || $0 < positions.rank && positions.shape[$0] <= shape[$0]
        }
        if positions.rank != rank || !fits {
            shapeError(
                operation,
                "positions \(positions.shape) for shape \(shape) along axis \(axis) "
                    + "(as many axes are wanted, none longer but axis \(axis))")
        }
        let checked = Selection.checked(positions, shape[axis]) {
            "axis \(axis) of \(shape), which has \(shape[axis]) entries"
        }
        let strides = shape.packedStrides
        var result = checked * strides[axis]
        for other in 0..<rank where other != axis && positions.shape[other] > 1 {
            var line = Shape(Array(repeating: 1, count: rank))
            line[other] = positions.shape[other]
            let places = (0..<positions.shape[other]).map { $0 * strides[other] }
            result = result + Tensor(places, shape: line, dtype: .int64)
        }
        return result
    }
}

extension Tensor {
    /// The matrices of the last two axes with zeros above the diagonal: NumPy's `tril`.
    ///
    /// - Parameter diagonal: The last diagonal that is kept: 0 for the main one, positive ones lie above it.
    public func lowerTriangle(diagonal: Int = 0) -> Tensor {
        let (row, column) = matrixPositions("lowerTriangle")
        return replacing(where: column - row .> diagonal, with: .zeros([], dtype: dtype))
    }

    /// The matrices of the last two axes with zeros below the diagonal: NumPy's `triu`.
    ///
    /// - Parameter diagonal: The first diagonal that is kept: 0 for the main one, positive ones lie above it.
    public func upperTriangle(diagonal: Int = 0) -> Tensor {
        let (row, column) = matrixPositions("upperTriangle")
        return replacing(where: column - row .< diagonal, with: .zeros([], dtype: dtype))
    }

    private func matrixPositions(_ operation: String) -> (row: Tensor, column: Tensor) {
        if rank < 2 { shapeError(operation, "shape \(shape) has no rows and columns (two axes or more are wanted)") }
        let (rows, columns) = (shape[rank - 2], shape[rank - 1])
        return (
            .arange(rows, dtype: .int64).reshape(rows, 1), .arange(columns, dtype: .int64).reshape(1, columns)
        )
    }

    /// The elements along a diagonal of the matrices in the last two axes: [..., m, n] → [..., length].
    ///
    /// - Parameter offset: 0 for the main diagonal, positive ones lie above it.
    public func diagonal(offset: Int = 0) -> Tensor {
        if rank < 2 { shapeError("diagonal", "shape \(shape) has no rows and columns (two axes or more are wanted)") }
        let (rows, columns) = (shape[rank - 2], shape[rank - 1])
        let (row, column) = (Swift.max(0, -offset), Swift.max(0, offset))
        let length = Swift.max(0, Swift.min(rows - row, columns - column))
        let positions = (0..<length).map { (row + $0) * columns + column + $0 }
        return reshape(Shape(Array(shape.dropLast(2)) + [rows * columns]))[.ellipsis, positions]
    }

    /// Square matrices with these elements along a diagonal and zeros elsewhere: [..., n] → [..., n + |k|, n + |k|].
    ///
    /// - Parameter offset: The diagonal k: 0 for the main one, positive ones lie above it.
    public func diagonalMatrix(offset: Int = 0) -> Tensor {
        if rank == 0 { shapeError("diagonalMatrix", "a single number is no diagonal") }
        let length = shape[rank - 1]
        let size = length + Swift.max(offset, -offset)
        let (row, column) = (Swift.max(0, -offset), Swift.max(0, offset))
        let positions = (0..<length).map { (row + $0) * size + column + $0 }
        let batch = Array(shape.dropLast())
        var flat = Tensor.zeros(Shape(batch + [size * size]), dtype: dtype)
        flat[.ellipsis, positions] = self
        return flat.reshape(Shape(batch + [size, size]))
    }

    /// The sum of the main diagonal of the matrices in the last two axes.
    public func trace() -> Tensor { diagonal().sum(axis: -1) }
}

internal import COpenBLAS

/// X with A X = B.
final class Solve: Operation, @unchecked Sendable {
    static let shared = Solve()
    override var name: String { "solve" }

    override func backward(_ pass: BackwardPass) {
        let share = Tensor.solving(pass.input(0).matrixTransposed, pass.gradient)
        pass.add(to: 0, -share.matmul(pass.output.matrixTransposed))
        pass.add(to: 1, share)
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.sum { index, tangent in
            index == 1
                ? .solving(pass.input(0), tangent) : -.solving(pass.input(0), tangent.matmul(pass.output))
        }
    }
}

/// X with A X = B, for square matrices A, by LU decomposition in float64.
///
/// - Parameters:
///   - a: [..., n, n], not singular.
///   - b: [..., n, k] for k right sides, or [n] for a single one; batches broadcast.
/// - Returns: [..., n, k], or [..., n].
public func solve(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (a, b) = Tensor.system(a.matrices("solve", square: true), b, "solve")
    let isVector = b.isVector
    let solution = Tensor.solving(a, b.columns)
    return isVector ? solution.squeezing(axis: -1) : solution
}

extension Tensor {
    /// Both sides of linear equations, in one type and one batch; a vector becomes a column.
    static func system(
        _ a: Tensor, _ b: Tensor, _ operation: String
    ) -> (a: Tensor, b: (columns: Tensor, isVector: Bool)) {
        let isVector = b.rank == 1
        if b.rank == 0 { shapeError(operation, "the right side is a single number; a vector or a matrix is wanted") }
        let columns = isVector ? b.expandingDims(axis: 1) : b
        if columns.shape[columns.rank - 2] != a.shape[a.rank - 2] {
            shapeError(
                operation,
                "\(a.shape) and \(b.shape): \(a.shape[a.rank - 2]) ≠ \(columns.shape[columns.rank - 2]) "
                    + "(both sides must have as many rows)")
        }
        let dtype = DType.promoted(a.dtype, columns.floating.dtype)
        let batch = Array(Shape.broadcast(Shape(a.batchShape), Shape(columns.batchShape), operation))
        return (
            a.cast(to: dtype).broadcast(to: Shape(batch + a.shape.suffix(2))),
            (columns.cast(to: dtype).broadcast(to: Shape(batch + columns.shape.suffix(2))), isVector)
        )
    }

    /// `solve` for matrices of one type and one batch.
    static func solving(_ a: Tensor, _ b: Tensor) -> Tensor {
        let (left, right) = (Matrices(a), Matrices(b))
        var n = blasint(left.rows)
        var k = blasint(right.columns)
        var leading = Swift.max(n, 1)
        var pivots = [blasint](repeating: 0, count: left.rows)
        for index in 0..<left.count {
            var info: blasint = 0
            dgetrf_(&n, &n, left[index], &leading, &pivots, &info)
            check(info, "solve", index, of: left.count, "is singular: pivot \(info) of its elimination is 0")
            dgetrs_("N", &n, &k, left[index], &leading, &pivots, right[index], &leading, &info, 1)
        }
        let result = right.tensor(b.batchShape).cast(to: b.dtype)
        return Tensor(result.packed.node.storage, b.shape, b.dtype, by: Solve.shared, a, b)
    }

    /// The matrices whose products with these are identity matrices, by `solve`. [..., n, n] → [..., n, n].
    public func inverse() -> Tensor {
        let matrices = matrices("inverse", square: true)
        let identity = Tensor.eye(shape[rank - 1], dtype: matrices.dtype).broadcast(to: shape)
        return .solving(matrices, identity)
    }

    /// The product of a square matrix with itself, `exponent` times in all; that of the inverse if it is negative.
    public func matrixPower(_ exponent: Int) -> Tensor {
        let matrices = dtype == .int64 || dtype == .int32 ? self : matrices("matrixPower", square: true)
        _ = self.matrices("matrixPower", square: true)
        if exponent < 0 { return inverse().matrixPower(-exponent) }
        var result = Tensor.eye(shape[rank - 1], dtype: matrices.dtype).broadcast(to: shape)
        var square = matrices
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result.matmul(square) }
            rest >>= 1
            if rest > 0 { square = square.matmul(square) }
        }
        return result
    }
}

/// X with T X = B for a triangular T, of which the other triangle is not read.
final class TriangularSolve: Operation, @unchecked Sendable {
    let upper: Bool
    init(upper: Bool) { self.upper = upper }
    override var name: String { "solveTriangular" }

    override func backward(_ pass: BackwardPass) {
        let share = Tensor.solvingTriangular(pass.input(0).matrixTransposed, pass.gradient, upper: !upper)
        pass.add(to: 0, triangle(-share.matmul(pass.output.matrixTransposed)))
        pass.add(to: 1, share)
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.sum { index, tangent in
            let right = index == 1 ? tangent : -triangle(tangent).matmul(pass.output)
            return .solvingTriangular(pass.input(0), right, upper: upper)
        }
    }

    private func triangle(_ x: Tensor) -> Tensor { upper ? x.upperTriangle() : x.lowerTriangle() }
}

/// X with T X = B, for triangular matrices T, by substitution in float64.
///
/// - Parameters:
///   - t: [..., n, n]; only the triangle that `upper` names is read.
///   - b: [..., n, k] for k right sides, or [n] for a single one; batches broadcast.
public func solveTriangular(_ t: Tensor, _ b: Tensor, upper: Bool) -> Tensor {
    let (t, b) = Tensor.system(t.matrices("solveTriangular", square: true), b, "solveTriangular")
    let solution = Tensor.solvingTriangular(t, b.columns, upper: upper)
    return b.isVector ? solution.squeezing(axis: -1) : solution
}

extension Tensor {
    static func solvingTriangular(_ t: Tensor, _ b: Tensor, upper: Bool) -> Tensor {
        let (left, right) = (Matrices(t), Matrices(b))
        var n = blasint(left.rows)
        var k = blasint(right.columns)
        var leading = Swift.max(n, 1)
        for index in 0..<left.count {
            var info: blasint = 0
            dtrtrs_(upper ? "U" : "L", "N", "N", &n, &k, left[index], &leading, right[index], &leading, &info, 1, 1, 1)
            check(
                info, "solveTriangular", index, of: left.count, "is singular: element \(info - 1) of its diagonal is 0")
        }
        let result = right.tensor(b.batchShape).cast(to: b.dtype)
        return Tensor(result.packed.node.storage, b.shape, b.dtype, by: TriangularSolve(upper: upper), t, b)
    }
}

internal import COpenBLAS

/// Eigenvalues and eigenvectors side by side in one vector for each matrix. M. B. Giles, "Collected matrix derivative
/// results for forward and reverse mode algorithmic differentiation", 2008.
final class SymmetricEigen: Operation, @unchecked Sendable {
    static let shared = SymmetricEigen()
    override var name: String { "symmetricEigen" }

    override func backward(_ pass: BackwardPass) {
        let shape = pass.input(0).shape
        let (values, vectors) = pass.output.eigenParts(shape)
        let (valueShare, vectorShare) = pass.gradient.eigenParts(shape)
        let turned = vectors.matrixTransposed.matmul(vectorShare) * values.inverseDifferences
        pass.add(to: 0, vectors.matmul(turned + valueShare.diagonalMatrix()).matmul(vectors.matrixTransposed))
    }
}

extension Tensor {
    /// The eigenvalues in ascending order, [..., n], and in the columns of [..., n, n] their eigenvectors of length one,
    /// for symmetric matrices, in float64.
    ///
    /// The derivative of the vectors wants the values to differ; each vector's sign is free.
    public func symmetricEigen() -> (values: Tensor, vectors: Tensor) {
        let source = symmetric("symmetricEigen")
        let vectors = Matrices(source)
        let values = Matrices(count: vectors.count, rows: vectors.rows, columns: 1)
        var n = blasint(vectors.rows)
        var leading = Swift.max(n, 1)
        var work = [Double](repeating: 0, count: 1 + 6 * vectors.rows + 2 * vectors.rows * vectors.rows)
        var integers = [blasint](repeating: 0, count: 3 + 5 * vectors.rows)
        var (workLength, integerLength) = (blasint(work.count), blasint(integers.count))
        for index in 0..<vectors.count where vectors.rows > 0 {
            var info: blasint = 0
            dsyevd_(
                "V", "L", &n, vectors[index], &leading, values[index], &work, &workLength, &integers, &integerLength,
                &info, 1, 1)
            Tensor.check(info, "symmetricEigen", index, of: vectors.count, "has eigenvalues that do not converge")
        }
        let parts = noGradient { [values, vectors].map { $0.tensor(batchShape).flattened(from: batchShape.count) } }
        let flat = noGradient { Tensor.concatenated(parts, axis: -1).cast(to: source.dtype) }
        return Tensor(flat.node.storage, flat.shape, source.dtype, by: SymmetricEigen.shared, source)
            .eigenParts(shape)
    }

    fileprivate func eigenParts(_ shape: Shape) -> (values: Tensor, vectors: Tensor) {
        let n = shape[shape.rank - 1]
        let parts = split(sizes: [n, n * n], axis: -1)
        return (parts[0], parts[1].reshape(shape))
    }

    /// 1 / (xⱼ - xᵢ) at row i and column j, 0 on the diagonal: [..., n] → [..., n, n].
    var inverseDifferences: Tensor {
        let differences = expandingDims(axis: rank - 1) - expandingDims(axis: rank)
        let diagonal = Tensor.eye(shape[rank - 1], dtype: .bool)
        return differences.replacing(where: diagonal, with: Double.infinity).reciprocal()
    }
}

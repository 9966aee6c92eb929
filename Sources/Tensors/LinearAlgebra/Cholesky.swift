internal import COpenBLAS

/// L with L Lᵀ = A. I. Murray, "Differentiation of the Cholesky decomposition", arXiv:1602.07527.
final class Cholesky: Operation, @unchecked Sendable {
    static let shared = Cholesky()
    override var name: String { "cholesky" }

    override func backward(_ pass: BackwardPass) {
        let lower = pass.output
        let inner = lower.matrixTransposed.matmul(pass.gradient).halvedLowerTriangle
        let left = Tensor.solvingTriangular(lower.matrixTransposed, inner, upper: true)
        let share = Tensor.solvingTriangular(lower.matrixTransposed, left.matrixTransposed, upper: true)
        pass.add(to: 0, (share + share.matrixTransposed) * 0.5)
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        let lower = pass.output
        let left = Tensor.solvingTriangular(lower, pass.tangent, upper: false)
        let inner = Tensor.solvingTriangular(lower, left.matrixTransposed, upper: false)
        return lower.matmul(inner.halvedLowerTriangle)
    }
}

extension Tensor {
    /// The lower triangular matrices L with L Lᵀ = A, for symmetric matrices A with positive eigenvalues, in float64.
    public func cholesky() -> Tensor {
        let source = symmetric("cholesky")
        let matrices = Matrices(source)
        var n = blasint(matrices.rows)
        var leading = Swift.max(n, 1)
        for index in 0..<matrices.count {
            var info: blasint = 0
            dpotrf_("L", &n, matrices[index], &leading, &info, 1)
            Tensor.check(
                info, "cholesky", index, of: matrices.count,
                "is not positive definite: its leading \(info) rows and columns have no positive determinant")
        }
        let result = noGradient { matrices.tensor(batchShape).lowerTriangle().cast(to: source.dtype).packed }
        return Tensor(result.node.storage, shape, source.dtype, by: Cholesky.shared, source)
    }

    /// The lower triangle with half of the diagonal.
    fileprivate var halvedLowerTriangle: Tensor { (lowerTriangle() + lowerTriangle(diagonal: -1)) * 0.5 }
}

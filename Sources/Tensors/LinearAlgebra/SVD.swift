internal import COpenBLAS

/// U, S and Vᵀ side by side in one vector for each matrix. J. Townsend, "Differentiating the singular value
/// decomposition", 2016.
final class SVD: Operation, @unchecked Sendable {
    static let shared = SVD()
    override var name: String { "svd" }

    override func backward(_ pass: BackwardPass) {
        let shape = pass.input(0).shape
        let (u, s, vt) = pass.output.svdParts(shape)
        let (uShare, sShare, vtShare) = pass.gradient.svdParts(shape)
        let (v, vShare) = (vt.matrixTransposed, vtShare.matrixTransposed)
        let gaps = s.squared().inverseDifferences
        let (row, column) = (s.expandingDims(axis: -2), s.expandingDims(axis: -1))
        let left = u.matrixTransposed.matmul(uShare) * gaps
        let right = vt.matmul(vShare) * gaps
        let core =
            (left + left.matrixTransposed) * row + (right + right.matrixTransposed) * column + sShare.diagonalMatrix()
        var share = u.matmul(core).matmul(vt)
        // What the singular vectors do outside of the space they span.
        let (m, n) = (shape[shape.rank - 2], shape[shape.rank - 1])
        if m > n {
            let scaled = uShare / row
            share = share + (scaled - u.matmul(u.matrixTransposed.matmul(scaled))).matmul(vt)
        }
        if n > m {
            let scaled = vShare / row
            share = share + u.matmul((scaled - v.matmul(vt.matmul(scaled))).matrixTransposed)
        }
        pass.add(to: 0, share)
    }
}

extension Tensor {
    /// The singular value decomposition A = U diag(S) Vᵀ, in float64.
    ///
    /// For [..., m, n] and k = min(m, n): U is [..., m, k], S is [..., k] in descending order, Vᵀ is [..., k, n];
    /// NumPy's `full_matrices=False`. The derivatives of U and V want the singular values to differ and not to be 0; the
    /// signs of the vectors are free, so only what does not depend on them has a meaningful gradient.
    public func svd() -> (u: Tensor, s: Tensor, vt: Tensor) {
        let source = matrices("svd")
        let flat = source.decomposed()
        return Tensor(flat.node.storage, flat.shape, source.dtype, by: SVD.shared, source).svdParts(shape)
    }

    /// How many singular values of each matrix are larger than `tolerance`, by default the largest one times the larger
    /// length times the type's precision: [..., m, n] → [...] of int64.
    public func matrixRank(tolerance: Double? = nil) -> Tensor {
        let source = matrices("matrixRank").detach()
        let s = source.decomposed().svdParts(shape).s
        let bound = tolerance.map { Tensor($0, dtype: s.dtype) } ?? s.max(axis: -1, keepDims: true) * source.rounding
        return s.greaterThan(bound).sum(axis: -1)
    }

    /// The precision that singular values have relative to the largest one.
    var rounding: Double {
        Double(Swift.max(shape[rank - 1], shape[rank - 2]))
            * (dtype == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne)
    }

    /// U, S and Vᵀ of each matrix, flat and one after the other; not recorded.
    private func decomposed() -> Tensor {
        checkFinite("svd")
        let matrices = Matrices(self)
        let k = Swift.min(matrices.rows, matrices.columns)
        let u = Matrices(count: matrices.count, rows: matrices.rows, columns: k)
        let s = Matrices(count: matrices.count, rows: k, columns: 1)
        let vt = Matrices(count: matrices.count, rows: k, columns: matrices.columns)
        var (m, n, inner) = (blasint(matrices.rows), blasint(matrices.columns), Swift.max(blasint(k), 1))
        var leading = Swift.max(m, 1)
        var integers = [blasint](repeating: 0, count: Swift.max(1, 8 * k))
        let longest = Swift.max(matrices.rows, matrices.columns)
        var work = [Double](repeating: 0, count: Swift.max(1, 4 * k * k + 7 * k + longest + 64 * (longest + k)))
        var length = blasint(work.count)
        for index in 0..<matrices.count where k > 0 {
            var info: blasint = 0
            dgesdd_(
                "S", &m, &n, matrices[index], &leading, s[index], u[index], &leading, vt[index], &inner, &work,
                &length, &integers, &info, 1)
            Tensor.check(info, "svd", index, of: matrices.count, "has singular values that do not converge")
        }
        return noGradient {
            let parts = [u, s, vt].map { $0.tensor(batchShape).flattened(from: batchShape.count) }
            return Tensor.concatenated(parts, axis: -1).cast(to: dtype)
        }
    }

    fileprivate func svdParts(_ shape: Shape) -> (u: Tensor, s: Tensor, vt: Tensor) {
        let (m, n) = (shape[shape.rank - 2], shape[shape.rank - 1])
        let k = Swift.min(m, n)
        let parts = split(sizes: [m * k, k, k * n], axis: -1)
        let batch = Array(shape.dropLast(2))
        return (parts[0].reshape(Shape(batch + [m, k])), parts[1], parts[2].reshape(Shape(batch + [k, n])))
    }
}

internal import COpenBLAS

/// Q and R side by side in one vector for each matrix. M. Seeger et al., "Auto-differentiating linear algebra",
/// arXiv:1710.08717.
final class QR: Operation, @unchecked Sendable {
    static let shared = QR()
    override var name: String { "qr" }

    override func backward(_ pass: BackwardPass) {
        let shape = pass.input(0).shape
        let (q, r) = pass.output.qrParts(shape)
        let (qShare, rShare) = pass.gradient.qrParts(shape)
        let inner = r.matmul(rShare.matrixTransposed) - qShare.matrixTransposed.matmul(q)
        let mirrored = inner.lowerTriangle() + inner.lowerTriangle(diagonal: -1).matrixTransposed
        let outer = qShare + q.matmul(mirrored)
        pass.add(to: 0, Tensor.solvingTriangular(r, outer.matrixTransposed, upper: true).matrixTransposed)
    }
}

extension Tensor {
    /// Matrices Q with orthonormal columns and upper triangular R with Q R = A, in float64.
    ///
    /// For [..., m, n] and k = min(m, n): Q is [..., m, k] and R is [..., k, n], NumPy's "reduced" mode. The derivative
    /// wants the first k columns to be independent.
    public func qr() -> (q: Tensor, r: Tensor) {
        let source = matrices("qr")
        let (m, n) = (shape[rank - 2], shape[rank - 1])
        if m < n {
            let (q, left) = source.sliced(axis: -1, from: 0, to: m).qr()
            let right = q.matrixTransposed.matmul(source.sliced(axis: -1, from: m, to: n))
            return (q, .concatenated([left, right], axis: -1))
        }
        return source.tallQR().qrParts(shape)
    }

    /// Q and R of matrices with at least as many rows as columns, flat and one after the other.
    private func tallQR() -> Tensor {
        let q = Matrices(self)
        let r = Matrices(count: q.count, rows: q.columns, columns: q.columns)
        var m = blasint(q.rows)
        var n = blasint(q.columns)
        var leading = Swift.max(m, 1)
        var tau = [Double](repeating: 0, count: q.columns)
        var work = [Double](repeating: 0, count: Swift.max(1, 64 * q.columns))
        var length = blasint(work.count)
        for index in 0..<q.count where q.columns > 0 {
            var info: blasint = 0
            dgeqrf_(&m, &n, q[index], &leading, &tau, &work, &length, &info)
            for column in 0..<q.columns {
                for row in 0...column { r[index][column * q.columns + row] = q[index][column * q.rows + row] }
            }
            dorgqr_(&m, &n, &n, q[index], &leading, &tau, &work, &length, &info)
        }
        let parts = noGradient { [q, r].map { $0.tensor(batchShape).flattened(from: batchShape.count) } }
        let flat = noGradient { Tensor.concatenated(parts, axis: -1).cast(to: dtype) }
        return Tensor(flat.node.storage, flat.shape, dtype, by: QR.shared, self)
    }

    fileprivate func qrParts(_ shape: Shape) -> (q: Tensor, r: Tensor) {
        let (m, n) = (shape[shape.rank - 2], shape[shape.rank - 1])
        let parts = split(sizes: [m * n, n * n], axis: -1)
        let batch = Array(shape.dropLast(2))
        return (parts[0].reshape(Shape(batch + [m, n])), parts[1].reshape(Shape(batch + [n, n])))
    }
}

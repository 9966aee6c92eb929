internal import COpenBLAS
internal import Glibc

final class Determinant: Operation, @unchecked Sendable {
    /// Whether a matrix is too near to a singular one for its inverse to be worth anything.
    let isNearlySingular: Bool
    init(isNearlySingular: Bool) { self.isNearlySingular = isNearlySingular }
    override var name: String { "determinant" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.perMatrix * cofactors(pass.evaluation, isDifferentiated: pass.isDifferentiated))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        (pass.tangent * cofactors(pass.evaluation, isDifferentiated: true)).sum(axes: [-2, -1])
    }

    private func cofactors(_ point: Evaluation, isDifferentiated: Bool) -> Tensor {
        let input = point.input(0)
        if !isNearlySingular { return point.output.perMatrix * input.inverse().matrixTransposed }
        return isDifferentiated ? input.cofactors() : input.cofactorsBySingularValues()
    }
}

/// log |det A|.
final class LogDeterminant: Operation, @unchecked Sendable {
    static let shared = LogDeterminant()
    override var name: String { "logDeterminant" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.perMatrix * pass.input(0).inverse().matrixTransposed)
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        (pass.tangent * pass.input(0).inverse().matrixTransposed).sum(axes: [-2, -1])
    }
}

extension Tensor {
    /// The determinants of square matrices, by LU decomposition in float64: [..., n, n] → [...].
    public func determinant() -> Tensor {
        let matrices = matrices("determinant", square: true)
        let pivots = matrices.eliminated()
        let values = pivots.map { $0.sign * Glibc.exp($0.logarithm) }
        let isNearlySingular = pivots.contains { $0.leastRatio < 1e-9 }
        return matrices.result(values, by: Determinant(isNearlySingular: isNearlySingular))
    }

    /// The signs (0 for singular matrices) and the logarithms of the magnitudes of determinants, which may be too large
    /// or too small for a number: [..., n, n] → [...] and [...]. The sign is not recorded.
    public func logDeterminant() -> (sign: Tensor, logMagnitude: Tensor) {
        let matrices = matrices("logDeterminant", square: true)
        let values = matrices.eliminated()
        return (
            matrices.detach().result(values.map(\.sign), by: LogDeterminant.shared),
            matrices.result(values.map(\.logarithm), by: LogDeterminant.shared)
        )
    }

    private func result(_ values: [Double], by operation: Operation) -> Tensor {
        let numbers = Tensor(numbers: values, Shape(batchShape), dtype)
        return Tensor(numbers.node.storage, numbers.shape, dtype, by: operation, self)
    }

    /// The sign and the logarithm of the product of each matrix's pivots, and the ratio of the smallest to the largest.
    private func eliminated() -> [(sign: Double, logarithm: Double, leastRatio: Double)] {
        let matrices = Matrices(self)
        var n = blasint(matrices.rows)
        var leading = Swift.max(n, 1)
        var pivots = [blasint](repeating: 0, count: matrices.rows)
        return (0..<matrices.count).map { index in
            var info: blasint = 0
            dgetrf_(&n, &n, matrices[index], &leading, &pivots, &info)
            var (sign, logarithm) = (1.0, 0.0)
            var (least, largest) = (Double.infinity, 0.0)
            for row in 0..<matrices.rows {
                let pivot = matrices[index][row * matrices.rows + row]
                if pivot == 0 { return (0, -.infinity, 0) }
                (least, largest) = (Swift.min(least, pivot.magnitude), Swift.max(largest, pivot.magnitude))
                if pivots[row] != blasint(row + 1) { sign = -sign }
                if pivot < 0 { sign = -sign }
                logarithm += Glibc.log(pivot.magnitude)
            }
            return (sign, logarithm, least / largest)
        }
    }

    /// `cofactors()` at once, for a pass that is not differentiated: det U · det V · U diag(∏ of the other sᵢ) Vᵀ.
    fileprivate func cofactorsBySingularValues() -> Tensor {
        let (u, s, vt) = detach().cast(to: .float64).svd()
        let others = s.withOnesOnDiagonal().product(axis: -1)
        let sign = u.determinant() * vt.determinant()
        return (sign.perMatrix * (u * others.expandingDims(axis: -2)).matmul(vt)).cast(to: dtype)
    }

    /// For each element the determinant of the matrix without its row and column, with alternating signs: what
    /// det A · A⁻ᵀ is where A has no inverse. Takes n² determinants.
    fileprivate func cofactors() -> Tensor {
        let n = shape[rank - 1]
        if n == 1 { return .ones(shape, dtype: dtype) }
        var places: [Int] = []
        for row in 0..<n {
            for column in 0..<n {
                for i in 0..<n where i != row {
                    for j in 0..<n where j != column { places.append(i * n + j) }
                }
            }
        }
        let minors = reshape(Shape(batchShape + [n * n]))[.ellipsis, places]
            .reshape(Shape(batchShape + [n * n, n - 1, n - 1])).determinant().reshape(shape)
        return minors * Tensor(shape: [n, n], dtype: dtype) { ($0[0] + $0[1]) % 2 == 0 ? 1.0 : -1.0 }
    }

    /// One number for each matrix of a batch, to multiply the matrices with.
    fileprivate var perMatrix: Tensor { expandingDims(axis: rank).expandingDims(axis: rank + 1) }
}

import Tensors

extension DifferentiableCase {
    static let elementary: [DifferentiableCase] = [
        .init("expm1") { $0[0].expm1() },
        .init("exp2") { $0[0].exp2() },
        .init("log1p", positive: true) { $0[0].log1p() },
        .init("log2", positive: true) { $0[0].log2() },
        .init("log10", positive: true) { $0[0].log10() },
        .init("reciprocal", positive: true) { $0[0].reciprocal() },
        .init("rsqrt", positive: true) { $0[0].rsqrt() },
        .init("tan") { ($0[0] * 0.3).tan() },
        .init("asin") { ($0[0] * 0.2).asin() },
        .init("acos") { ($0[0] * 0.2).acos() },
        .init("atan") { $0[0].atan() },
        .init("atan2", [[3, 4], [3, 4]]) { atan2($0[0], $0[1]) },
        .init("hypot", [[3, 4], [4]]) { hypot($0[0], $0[1]) },
        .init("sinh") { $0[0].sinh() },
        .init("cosh") { $0[0].cosh() },
        .init("asinh") { $0[0].asinh() },
        .init("acosh", positive: true) { ($0[0] + 1).acosh() },
        .init("atanh") { ($0[0] * 0.2).atanh() },
        .init("erf") { $0[0].erf() },
        .init("logAddExp", [[3, 4], [3, 4]]) { logAddExp($0[0], $0[1]) },
        .init("remainder", [[3, 4], [3, 4]], positive: true) { ($0[0] * 10).remainder($0[1]) },
        .init("truncatingRemainder", [[3, 4], [3, 4]], positive: true) {
            (-$0[0] * 10).truncatingRemainder(dividingBy: $0[1])
        },
        .init("clamp") { $0[0].clamped(min: -0.4, max: 0.9) },
    ]

    static let selecting: [DifferentiableCase] = [
        .init("steps and new axes") { $0[0][.newAxis, .slice(by: -2), .slice(by: 2)].squared() },
        .init("positions along the last axis") { $0[0][0..., [3, 0, 3]].squared() },
        .init("positions of two axes") { $0[0][[0, 2, 0], [1, 1, 1]].squared() },
        .init("mask") { $0[0][Tensor([true, false, true])].squared() },
        .init("assign a row", [[3, 4], [4]]) {
            var x = $0[0].squared()
            x[1] = $0[1].squared()
            return x
        },
        .init("assign to positions", [[3, 4], [3, 1]]) {
            var x = $0[0].squared()
            x[0..., [2, 0]] = $0[1].squared()
            return x
        },
        .init("where", [[3, 4], [4]]) {
            .where(Tensor([[true], [false], [true]]), $0[0].squared(), $0[1].squared())
        },
        .init("flip") { $0[0].flipped(axes: [0, 1]).squared() * $0[0] },
        .init("gather along an axis") {
            $0[0].gathered(at: Tensor([[1, 0], [3, 3], [2, 1]], dtype: .int64), axis: 1).squared()
        },
        .init("scatter-add along an axis", [[3, 4], [2, 4]]) {
            $0[0].squared().scatterAdding(
                $0[1].squared(), at: Tensor([[1, 0, 1, 2], [1, 2, 0, 2]], dtype: .int64), axis: 0)
        },
        .init("scatter along an axis", [[3, 4], [1, 4]]) {
            $0[0].squared().scattering($0[1].squared(), at: Tensor([[1, 0, 1, 2]], dtype: .int64), axis: 0)
        },
        .init("sort") { $0[0].sorted(axis: 0, descending: true).squared() * Tensor.arange(4, dtype: .float64) },
        .init("top-k") { $0[0].topK(2).values.squared() },
        .init("median") { $0[0].median(axis: 1).squared() },
        .init("diagonal") { $0[0].diagonal(offset: 1).squared() },
        .init("diagonal matrix") { $0[0].squared().diagonalMatrix(offset: -1) },
        .init("lower triangle") { $0[0].lowerTriangle().squared() },
    ]

    static let reducing: [DifferentiableCase] = [
        .init("product") { $0[0].product(axes: [1]) },
        .init("product of everything") { $0[0].product() },
        .init("product with a zero") { ($0[0] * Tensor([[1], [0], [1]])).product(axis: 0) },
        .init("cumulative sum") { $0[0].cumulativeSum(axis: 0).squared() },
        .init("cumulative product") { $0[0].cumulativeProduct(axis: 1) },
        .init("cumulative product with a zero") { ($0[0] * Tensor([1, 0, 1, 1])).cumulativeProduct(axis: 1) },
        .init("cumulative max") { $0[0].cumulativeMax(axis: 1).squared() },
        .init("standard deviation") { $0[0].standardDeviation(axis: 0, keepDims: true) * $0[0] },
        .init("logSumExp") { $0[0].logSumExp(axis: 1) },
        .init("norm") { $0[0].norm(axes: [1]) },
        .init("norm 3", positive: true) { $0[0].norm(3, axes: [0]) },
        .init("norm infinity") { $0[0].norm(.infinity, axes: [0]) },
        .init("differences") { $0[0].differences(axis: 1).squared() },
    ]

    static let rearranging: [DifferentiableCase] = [
        .init("split") { $0[0].split(sizes: [1, 3], axis: 1)[1].squared() },
        .init("tile") { $0[0].squared().tiled(2, 1) * Tensor.arange(6, dtype: .float64).reshape(6, 1) },
        .init("repeat") { $0[0].squared().repeated(2, axis: 1) * Tensor.arange(8, dtype: .float64) },
        .init("roll") { $0[0].squared().rolled(by: 1, axis: 1) * Tensor.arange(4, dtype: .float64) },
        .init("pad with zeros") { $0[0].squared().padded([(1, 0), (0, 2)]) },
        .init("pad by reflection") { $0[0].squared().padded([(1, 2), (3, 0)], mode: .reflect) },
        .init("einsum of a diagonal", [[3, 3]]) { einsum("ii->i", $0[0].squared()) },
        .init("einsum of three", [[3, 4], [4], [3]]) { einsum("ij,j,i->ij", $0[0], $0[1], $0[2]) },
        .init("einsum of batches", [[2, 3, 4], [2, 4, 2]]) { einsum("bij,bjk->ik", $0[0], $0[1]) },
        .init("outer", [[3], [4]]) { $0[0].outer($0[1]) },
    ]

    static let linearAlgebra: [DifferentiableCase] = [
        .init("solve", [[3, 3], [3, 2]]) { solve($0[0] + shift, $0[1]) },
        .init("solve a batch for a vector", [[2, 3, 3], [3]]) { solve($0[0] + shift, $0[1]) },
        .init("solveTriangular", [[3, 3], [3, 2]]) { solveTriangular($0[0] + shift, $0[1], upper: true) },
        .init("inverse", [[3, 3]]) { ($0[0] + shift).inverse() },
        .init("matrix power", [[3, 3]]) { $0[0].matrixPower(3) },
        .init("determinant", [[2, 3, 3]]) { $0[0].determinant() },
        .init("determinant of a singular matrix", [[3, 3]]) { ($0[0] * Tensor([1, 1, 0])).determinant() },
        .init("log determinant", [[3, 3]]) { ($0[0] + shift).logDeterminant().logMagnitude },
        .init("cholesky", [[2, 3, 3]]) { positiveDefinite($0[0]).cholesky() },
        .init("symmetric eigenvalues", [[3, 3]]) { positiveDefinite($0[0]).symmetricEigen().values },
        .init("symmetric eigenvectors", [[2, 3, 3]]) {
            positiveDefinite($0[0]).symmetricEigen().vectors.squared()
        },
        .init("q of a tall matrix", [[4, 3]]) { $0[0].qr().q },
        .init("r of a tall matrix", [[2, 4, 3]]) { $0[0].qr().r },
        .init("qr of a wide matrix", [[2, 4]]) {
            let (q, r) = $0[0].qr()
            return .concatenated([q, r], axis: 1)
        },
        .init("singular values", [[3, 4]]) { $0[0].svd().s },
        .init("singular vectors of a tall matrix", [[4, 3]]) {
            let (u, s, vt) = $0[0].svd()
            return .concatenated([u.squared(), vt.squared(), s.reshape(1, 3)])
        },
        .init("singular vectors of a wide matrix", [[2, 3, 4]]) {
            let (u, _, vt) = $0[0].svd()
            return .concatenated([u.squared(), vt.squared()], axis: -1)
        },
        .init("pseudo-inverse", [[4, 3]]) { $0[0].pseudoInverse() },
        .init("pseudo-inverse of a wide matrix", [[2, 3, 4]]) { $0[0].pseudoInverse() },
        .init("least squares", [[4, 2], [4]]) { leastSquares($0[0], $0[1]) },
        .init("least squares with many solutions", [[2, 4], [2, 3]]) { leastSquares($0[0], $0[1]) },
    ]

    static let sparse: [DifferentiableCase] = [
        .init("sparse matrix times dense", [[5], [4, 2]]) { graph($0[0]).matmul($0[1]) },
        .init("sparse matrix times vector", [[5], [4]]) { graph($0[0]).matmul($0[1]) },
        .init("transposed sparse matrix times dense", [[5], [3, 2]]) { graph($0[0]).transposed().matmul($0[1]) },
        .init("scaled sparse matrix", [[5], [3], [4]]) {
            graph($0[0]).scalingRows(by: $0[1]).scalingColumns(by: $0[2]).dense.squared()
        },
        .init("row sums of a sparse matrix", [[5]]) { graph($0[0]).rowSums().squared() },
    ]

    /// One place of it is given twice, and its middle row is empty.
    private static func graph(_ values: Tensor) -> SparseMatrix {
        SparseMatrix(rows: [2, 0, 0, 2, 0], columns: [1, 3, 0, 1, 2], values: values, shape: [3, 4])
    }

    /// Keeps random matrices far from singular ones.
    private static let shift = Tensor.eye(3, dtype: .float64) * 4

    private static func positiveDefinite(_ x: Tensor) -> Tensor {
        let symmetric = x.matmul(x.swappingAxes(-1, -2))
        return symmetric + Tensor([1, 2, 4], dtype: .float64).diagonalMatrix()
    }
}

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
        .init("sigmoidCrossEntropy", [[3, 4], [3, 4]]) { ($0[0] * 3).sigmoidCrossEntropy($0[1]) },
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

    private static let fixed = EdgeShapes.never("it is written for one shape")

    static let selecting: [DifferentiableCase] = [
        .init("steps and new axes", zeroDimensional: noAxis) {
            $0[0][.newAxis, .slice(by: -2), .slice(by: 2)].squared()
        },
        .init("positions along the last axis", zeroDimensional: noAxis) { $0[0][0..., [3, 0, 3]].squared() },
        .init("positions of two axes", empty: fixed, zeroDimensional: noAxis) {
            $0[0][[0, 2, 0], [1, 1, 1]].squared()
        },
        .init("mask", empty: fixed, zeroDimensional: noAxis) { $0[0][Tensor([true, false, true])].squared() },
        .init("assign a row", [[3, 4], [4]], empty: fixed, zeroDimensional: noAxis) {
            var x = $0[0].squared()
            x[1] = $0[1].squared()
            return x
        },
        .init("assign to positions", [[3, 4], [3, 1]], zeroDimensional: noAxis) {
            var x = $0[0].squared()
            x[0..., [2, 0]] = $0[1].squared()
            return x
        },
        .init("where", [[3, 4], [4]], empty: fixed) {
            .where(Tensor([[true], [false], [true]]), $0[0].squared(), $0[1].squared())
        },
        .init("flip", zeroDimensional: noAxis) { $0[0].flipped(axes: [0, 1]).squared() * $0[0] },
        .init("gather along an axis", empty: fixed, zeroDimensional: noAxis) {
            $0[0].gathered(at: Tensor([[1, 0], [3, 3], [2, 1]], dtype: .int64), axis: 1).squared()
        },
        .init("scatter-add along an axis", [[3, 4], [2, 4]], empty: fixed, zeroDimensional: noAxis) {
            $0[0].squared().scatterAdding(
                $0[1].squared(), at: Tensor([[1, 0, 1, 2], [1, 2, 0, 2]], dtype: .int64), axis: 0)
        },
        .init("scatter along an axis", [[3, 4], [1, 4]], empty: fixed, zeroDimensional: noAxis) {
            $0[0].squared().scattering($0[1].squared(), at: Tensor([[1, 0, 1, 2]], dtype: .int64), axis: 0)
        },
        .init("sort", zeroDimensional: noAxis) {
            $0[0].sorted(axis: 0, descending: true).squared() * Tensor.arange(4, dtype: .float64)
        },
        .init("top-k", zeroDimensional: noAxis) { $0[0].topK(2).values.squared() },
        .init("median", zeroDimensional: noAxis) { $0[0].median(axis: 1).squared() },
        .init("diagonal", zeroDimensional: noAxis) { $0[0].diagonal(offset: 1).squared() },
        .init("diagonal matrix", zeroDimensional: noAxis) { $0[0].squared().diagonalMatrix(offset: -1) },
        .init("lower triangle", zeroDimensional: noAxis) { $0[0].lowerTriangle().squared() },
    ]

    static let reducing: [DifferentiableCase] = [
        .init("product", zeroDimensional: noAxis) { $0[0].product(axes: [1]) },
        .init("product of everything") { $0[0].product() },
        .init("product with a zero", empty: fixed) { ($0[0] * Tensor([[1], [0], [1]])).product(axis: 0) },
        .init("cumulative sum", zeroDimensional: noAxis) { $0[0].cumulativeSum(axis: 0).squared() },
        .init("cumulative product", zeroDimensional: noAxis) { $0[0].cumulativeProduct(axis: 1) },
        .init("cumulative product with a zero", zeroDimensional: noAxis) {
            ($0[0] * Tensor([1, 0, 1, 1])).cumulativeProduct(axis: 1)
        },
        .init("cumulative max", zeroDimensional: noAxis) { $0[0].cumulativeMax(axis: 1).squared() },
        .init("standard deviation", empty: fixed, zeroDimensional: noAxis) {
            $0[0].standardDeviation(axis: 0, keepDims: true) * $0[0]
        },
        .init("logSumExp", zeroDimensional: noAxis) { $0[0].logSumExp(axis: 1) },
        .init("norm", zeroDimensional: noAxis) { $0[0].norm(axes: [1]) },
        .init("norm 3", positive: true, zeroDimensional: noAxis) { $0[0].norm(3, axes: [0]) },
        .init("norm infinity", empty: fixed, zeroDimensional: noAxis) { $0[0].norm(.infinity, axes: [0]) },
        .init("differences", zeroDimensional: noAxis) { $0[0].differences(axis: 1).squared() },
    ]

    static let rearranging: [DifferentiableCase] = [
        .init("split", zeroDimensional: noAxis) { $0[0].split(sizes: [1, 3], axis: 1)[1].squared() },
        .init("tile", empty: fixed, zeroDimensional: noAxis) {
            $0[0].squared().tiled(2, 1) * Tensor.arange(6, dtype: .float64).reshape(6, 1)
        },
        .init("repeat", zeroDimensional: noAxis) {
            $0[0].squared().repeated(2, axis: 1) * Tensor.arange(8, dtype: .float64)
        },
        .init("roll", zeroDimensional: noAxis) {
            $0[0].squared().rolled(by: 1, axis: 1) * Tensor.arange(4, dtype: .float64)
        },
        .init("pad with zeros", zeroDimensional: noAxis) { $0[0].squared().padded([(1, 0), (0, 2)]) },
        .init("pad by reflection", empty: fixed, zeroDimensional: noAxis) {
            $0[0].squared().padded([(1, 2), (3, 0)], mode: .reflect)
        },
        .init("einsum of a diagonal", [[3, 3]], zeroDimensional: noAxis) { einsum("ii->i", $0[0].squared()) },
        .init("einsum of three", [[3, 4], [4], [3]], zeroDimensional: noAxis) {
            einsum("ij,j,i->ij", $0[0], $0[1], $0[2])
        },
        .init("einsum of batches", [[2, 3, 4], [2, 4, 2]], zeroDimensional: noAxis) {
            einsum("bij,bjk->ik", $0[0], $0[1])
        },
        .init("outer", [[3], [4]]) { $0[0].outer($0[1]) },
    ]

    static let linearAlgebra: [DifferentiableCase] = [
        .init("solve", [[3, 3], [3, 2]], empty: fixed, zeroDimensional: noAxis) { solve($0[0] + shift, $0[1]) },
        .init("solve a batch for a vector", [[2, 3, 3], [3]], empty: fixed, zeroDimensional: noAxis) {
            solve($0[0] + shift, $0[1])
        },
        .init("solveTriangular", [[3, 3], [3, 2]], empty: fixed, zeroDimensional: noAxis) {
            solveTriangular($0[0] + shift, $0[1], upper: true)
        },
        .init("inverse", [[3, 3]], empty: fixed, zeroDimensional: noAxis) { ($0[0] + shift).inverse() },
        .init("matrix power", [[3, 3]], empty: fixed, zeroDimensional: noAxis) { $0[0].matrixPower(3) },
        .init("determinant", [[2, 3, 3]], empty: fixed, zeroDimensional: noAxis) { $0[0].determinant() },
        .init("determinant of a singular matrix", [[3, 3]], empty: fixed, zeroDimensional: noAxis) {
            ($0[0] * Tensor([1, 1, 0])).determinant()
        },
        .init("log determinant", [[3, 3]], empty: fixed, zeroDimensional: noAxis) {
            ($0[0] + shift).logDeterminant().logMagnitude
        },
        .init("cholesky", [[2, 3, 3]], empty: fixed, zeroDimensional: noAxis) { positiveDefinite($0[0]).cholesky() },
        .init("symmetric eigenvalues", [[3, 3]], empty: fixed, zeroDimensional: noAxis) {
            positiveDefinite($0[0]).symmetricEigen().values
        },
        .init("symmetric eigenvectors", [[2, 3, 3]], empty: fixed, zeroDimensional: noAxis) {
            positiveDefinite($0[0]).symmetricEigen().vectors.squared()
        },
        .init("q of a tall matrix", [[4, 3]], empty: fixed, zeroDimensional: noAxis) { spread($0[0]).qr().q },
        .init("r of a tall matrix", [[2, 4, 3]], empty: fixed, zeroDimensional: noAxis) { spread($0[0]).qr().r },
        .init("qr of a wide matrix", [[2, 4]], empty: fixed, zeroDimensional: noAxis) {
            let (q, r) = spread($0[0]).qr()
            return .concatenated([q, r], axis: 1)
        },
        .init("singular values", [[3, 4]], empty: fixed, zeroDimensional: noAxis) { spread($0[0]).svd().s },
        .init("singular vectors of a tall matrix", [[4, 3]], empty: fixed, zeroDimensional: noAxis) {
            let (u, s, vt) = spread($0[0]).svd()
            return .concatenated([u.squared(), vt.squared(), s.reshape(1, 3)])
        },
        .init("singular vectors of a wide matrix", [[2, 3, 4]], empty: fixed, zeroDimensional: noAxis) {
            let (u, _, vt) = spread($0[0]).svd()
            return .concatenated([u.squared(), vt.squared()], axis: -1)
        },
        .init("pseudo-inverse", [[4, 3]], empty: fixed, zeroDimensional: noAxis) { $0[0].pseudoInverse() },
        .init("pseudo-inverse of a wide matrix", [[2, 3, 4]], empty: fixed, zeroDimensional: noAxis) {
            $0[0].pseudoInverse()
        },
        .init("least squares", [[4, 2], [4]], empty: fixed, zeroDimensional: noAxis) { leastSquares($0[0], $0[1]) },
        .init("least squares with many solutions", [[2, 4], [2, 3]], empty: fixed, zeroDimensional: noAxis) {
            leastSquares($0[0], $0[1])
        },
    ]

    static let sparse: [DifferentiableCase] = [
        .init("sparse matrix times dense", [[5], [4, 2]], empty: fixed, zeroDimensional: noAxis) {
            graph($0[0]).matmul($0[1])
        },
        .init("sparse matrix times vector", [[5], [4]], empty: fixed, zeroDimensional: noAxis) {
            graph($0[0]).matmul($0[1])
        },
        .init("transposed sparse matrix times dense", [[5], [3, 2]], empty: fixed, zeroDimensional: noAxis) {
            graph($0[0]).transposed().matmul($0[1])
        },
        .init("scaled sparse matrix", [[5], [3], [4]], empty: fixed, zeroDimensional: noAxis) {
            graph($0[0]).scalingRows(by: $0[1]).scalingColumns(by: $0[2]).dense.squared()
        },
        .init("row sums of a sparse matrix", [[5]], empty: fixed, zeroDimensional: noAxis) {
            graph($0[0]).rowSums().squared()
        },
    ]

    /// One place of it is given twice, and its middle row is empty.
    private static func graph(_ values: Tensor) -> SparseMatrix {
        SparseMatrix(rows: [2, 0, 0, 2, 0], columns: [1, 3, 0, 1, 2], values: values, shape: [3, 4])
    }

    /// Keeps random matrices far from singular ones.
    private static let shift = Tensor.eye(3, dtype: .float64) * 4

    /// Makes dependent rows and columns independent, as those of a stretched vector.
    private static func spread(_ x: Tensor) -> Tensor {
        let (rows, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
        return x
            + Tensor(shape: [rows, columns], dtype: .float64) { Double(($0[0] * 7 + $0[1] * $0[1] * 5) % 11) * 0.4 }
    }

    private static func positiveDefinite(_ x: Tensor) -> Tensor {
        let symmetric = x.matmul(x.swappingAxes(-1, -2))
        return symmetric + Tensor([1, 2, 4], dtype: .float64).diagonalMatrix()
    }
}

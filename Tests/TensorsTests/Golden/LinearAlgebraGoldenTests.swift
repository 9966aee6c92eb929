import Tensors
import Testing

@Suite struct LinearAlgebraGoldenTests {
    @Test(arguments: try GoldenFile("linear_algebra").cases)
    func agreesWithNumPy(test: GoldenFile.Case) {
        expectGolden(test, tolerance: 100, answer(test))
    }

    private func answer(_ x: GoldenFile.Case) -> [Tensor]? {
        switch x.expression {
        case "np.linalg.solve(a, b)": return [solve(x.a, x.b)]
        case "np.linalg.inv(a)": return [x.a.inverse()]
        case "np.linalg.det(a)": return [x.a.determinant()]
        case "np.linalg.slogdet(a)":
            let (sign, logMagnitude) = x.a.logDeterminant()
            return [sign, logMagnitude]
        case "np.linalg.cholesky(a)": return [x.a.cholesky()]
        case "np.linalg.qr(a)":
            let (q, r) = x.a.qr()
            return [q, r]
        case "np.linalg.svd(a, compute_uv=False)": return [x.a.svd().s]
        case "np.linalg.eigvalsh(a)": return [x.a.symmetricEigen().values]
        case "np.linalg.pinv(a, rcond=1e-14)": return [x.a.pseudoInverse()]
        case "np.linalg.lstsq(a, b, rcond=1e-14)[0]": return [leastSquares(x.a, x.b)]
        case "np.linalg.matrix_rank(a)": return [x.a.matrixRank()]
        case "np.linalg.matrix_power(a, 5)": return [x.a.matrixPower(5)]
        case "np.linalg.matrix_power(a, -2)": return [x.a.matrixPower(-2)]
        case "scipy.linalg.solve_triangular(a, b, lower=True)": return [solveTriangular(x.a, x.b, upper: false)]
        case "scipy.linalg.solve_triangular(a, b, lower=False)": return [solveTriangular(x.a, x.b, upper: true)]
        default: return nil
        }
    }
}

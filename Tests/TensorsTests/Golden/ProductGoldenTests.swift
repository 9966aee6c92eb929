import Tensors
import Testing

@Suite struct ProductGoldenTests {
    @Test(arguments: try GoldenFile("products").cases)
    func agreesWithNumPy(test: GoldenFile.Case) {
        expectGolden(test, tolerance: 10, answer(test).map { [$0] })
    }

    private func answer(_ x: GoldenFile.Case) -> Tensor? {
        switch x.expression {
        case "a @ b": return x.a.matmul(x.b)
        case "np.outer(a, b)": return x.a.outer(x.b)
        case "scipy.sparse.csr_array((a, (b, c)), shape=(4, 5)) @ d": return sparse(x).matmul(x.d)
        case "scipy.sparse.csr_array((a, (b, c)), shape=(4, 5)).T @ d": return sparse(x).transposed().matmul(x.d)
        case "scipy.sparse.csr_array((a, (b, c)), shape=(4, 5)).toarray()": return sparse(x).dense
        case "scipy.sparse.csr_array(a) @ b": return SparseMatrix(x.a).matmul(x.b)
        default:
            let parts = x.expression.split(separator: "'")
            guard parts.count == 3, parts[0] == "np.einsum(" else { return nil }
            switch x.inputs.count {
            case 1: return einsum(String(parts[1]), x.a)
            case 2: return einsum(String(parts[1]), x.a, x.b)
            default: return einsum(String(parts[1]), x.a, x.b, x.c)
            }
        }
    }

    private func sparse(_ x: GoldenFile.Case) -> SparseMatrix {
        SparseMatrix(rows: x.b.array(of: Int.self), columns: x.c.array(of: Int.self), values: x.a, shape: [4, 5])
    }
}

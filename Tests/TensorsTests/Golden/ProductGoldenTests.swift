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
}

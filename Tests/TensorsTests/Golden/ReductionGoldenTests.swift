import Tensors
import Testing

@Suite struct ReductionGoldenTests {
    @Test(arguments: try GoldenFile("reductions").cases)
    func agreesWithNumPy(test: GoldenFile.Case) {
        expectGolden(test, (reduction(test) ?? other(test)).map { [$0] })
    }

    /// Those that take any axes and `keepdims`.
    private func reduction(_ x: GoldenFile.Case) -> Tensor? {
        let axes: [Int]?
        let keeps = x.expression.contains("keepdims=True")
        let arguments = x.expression.drop { $0 != "(" }.split(separator: ", keepdims").first.map(String.init)
        switch arguments {
        case "(a)": axes = nil
        case "(a, axis=0)", "(a, axis=0, ddof=1)", "(a, axis=0": axes = [0]
        case "(a, axis=1)": axes = [1]
        case "(a, axis=-1)", "(a, axis=-1": axes = [-1]
        case "(a, axis=(0, 2))", "(a, axis=(0, 2)": axes = [0, 2]
        case "(a, axis=(1, -1)": axes = [1, -1]
        default: return nil
        }
        let correction = x.expression.contains("ddof=1") ? 1 : 0
        switch x.expression.prefix(while: { $0 != "(" }) {
        case "np.sum": return x.a.sum(axes: axes, keepDims: keeps)
        case "np.prod": return x.a.product(axes: axes, keepDims: keeps)
        case "np.mean": return x.a.mean(axes: axes, keepDims: keeps)
        case "np.var": return x.a.variance(axes: axes, keepDims: keeps, correction: correction)
        case "np.std": return x.a.standardDeviation(axes: axes, keepDims: keeps, correction: correction)
        case "np.max": return x.a.max(axes: axes, keepDims: keeps)
        case "np.min": return x.a.min(axes: axes, keepDims: keeps)
        case "np.any": return x.a.any(axes: axes, keepDims: keeps)
        case "np.all": return x.a.all(axes: axes, keepDims: keeps)
        case "scipy.special.logsumexp": return x.a.logSumExp(axes: axes, keepDims: keeps)
        case "np.linalg.norm": return x.a.norm(axes: axes, keepDims: keeps)
        default: return nil
        }
    }

    private func other(_ x: GoldenFile.Case) -> Tensor? {
        let a = x.a
        switch x.expression {
        case "np.argmax(a)": return Tensor(a.argmax(), dtype: .int64)
        case "np.argmax(a, axis=1)": return a.argmax(axis: 1)
        case "np.argmax(a, axis=0, keepdims=True)": return a.argmax(axis: 0, keepDims: true)
        case "np.argmin(a)": return Tensor(a.argmin(), dtype: .int64)
        case "np.argmin(a, axis=-1)": return a.argmin(axis: -1)
        case "np.linalg.norm(a, 1, axis=-1)": return a.norm(1, axes: [-1])
        case "np.linalg.norm(a, 3, axis=0)": return a.norm(3, axes: [0])
        case "np.linalg.norm(a, np.inf, axis=-1, keepdims=True)": return a.norm(.infinity, axes: [-1], keepDims: true)
        case "np.linalg.norm(a, -np.inf, axis=-1)": return a.norm(-.infinity, axes: [-1])
        case "np.linalg.norm(a, 0, axis=-1)": return a.norm(0, axes: [-1])
        case "np.count_nonzero(a, axis=1)": return a.countNonzero(axes: [1])
        case "np.cumsum(a, axis=1)": return a.cumulativeSum(axis: 1)
        case "np.cumprod(a, axis=-1)": return a.cumulativeProduct(axis: -1)
        case "np.median(a, axis=1)": return a.median(axis: 1)
        default: return nil
        }
    }
}

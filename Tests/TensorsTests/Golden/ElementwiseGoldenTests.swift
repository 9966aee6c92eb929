import Tensors
import Testing

@Suite struct ElementwiseGoldenTests {
    @Test(arguments: try GoldenFile("elementwise").cases)
    func agreesWithNumPy(test: GoldenFile.Case) {
        expectGolden(test, answer(test).map { [$0] })
    }

    private func answer(_ x: GoldenFile.Case) -> Tensor? {
        if let answer = arithmetic(x) ?? comparison(x) ?? function(x) { return answer }
        switch x.expression {
        case "np.where(a, b, c)": return .where(x.a, x.b, x.c)
        case "np.clip(a, -0.5, 0.75)": return x.a.clamped(min: -0.5, max: 0.75)
        case "np.isclose(a, b)": return x.a.isClose(to: x.b)
        case "np.isnan(a)": return x.a.isNaN()
        case "np.isinf(a)": return x.a.isInfinite()
        case "np.isfinite(a)": return x.a.isFinite()
        default:
            let dtype = DType.allCases.first { x.expression == "a.astype('\($0)')" }
            return dtype.map { x.a.cast(to: $0) }
        }
    }

    private func arithmetic(_ x: GoldenFile.Case) -> Tensor? {
        switch x.expression {
        case "a + b": return x.a + x.b
        case "a - b": return x.a - x.b
        case "a * b": return x.a * x.b
        case "a / b": return x.a / x.b
        case "a // b": return x.a.floorDivided(by: x.b)
        case "a % b": return x.a.remainder(x.b)
        case "np.fmod(a, b)": return x.a.truncatingRemainder(dividingBy: x.b)
        case "a ** b": return x.a.pow(x.b)
        case "np.maximum(a, b)": return maximum(x.a, x.b)
        case "np.minimum(a, b)": return minimum(x.a, x.b)
        case "np.arctan2(a, b)": return atan2(x.a, x.b)
        case "np.hypot(a, b)": return hypot(x.a, x.b)
        case "np.logaddexp(a, b)": return logAddExp(x.a, x.b)
        case "a & b": return x.a .& x.b
        case "a | b": return x.a .| x.b
        case "a ^ b": return x.a .^ x.b
        case "~a": return .!x.a
        case "a << b": return x.a &<< x.b
        case "a >> b": return x.a &>> x.b
        case "-a": return -x.a
        case "a + 1": return x.a + 1
        case "a * 0.5": return x.a * 0.5
        case "2 - a": return 2 - x.a
        default: return nil
        }
    }

    private func comparison(_ x: GoldenFile.Case) -> Tensor? {
        switch x.expression {
        case "a == b": return x.a .== x.b
        case "a != b": return x.a .!= x.b
        case "a < b": return x.a .< x.b
        case "a <= b": return x.a .<= x.b
        case "a > b": return x.a .> x.b
        case "a >= b": return x.a .>= x.b
        case "a > 0": return x.a .> 0
        case "0 <= a": return 0 .<= x.a
        default: return nil
        }
    }

    private func function(_ x: GoldenFile.Case) -> Tensor? {
        switch x.expression {
        case "np.abs(a)": return abs(x.a)
        case "np.sign(a)": return x.a.sign()
        case "np.square(a)": return x.a.squared()
        case "np.exp(a)": return exp(x.a)
        case "np.expm1(a)": return expm1(x.a)
        case "np.exp2(a)": return exp2(x.a)
        case "np.log(a)": return log(x.a)
        case "np.log1p(a)": return log1p(x.a)
        case "np.log2(a)": return log2(x.a)
        case "np.log10(a)": return log10(x.a)
        case "np.sqrt(a)": return sqrt(x.a)
        case "np.reciprocal(a)": return x.a.reciprocal()
        case "np.sin(a)": return sin(x.a)
        case "np.cos(a)": return cos(x.a)
        case "np.tan(a)": return tan(x.a)
        case "np.arcsin(a)": return asin(x.a)
        case "np.arccos(a)": return acos(x.a)
        case "np.arctan(a)": return atan(x.a)
        case "np.sinh(a)": return sinh(x.a)
        case "np.cosh(a)": return cosh(x.a)
        case "np.tanh(a)": return tanh(x.a)
        case "np.arcsinh(a)": return asinh(x.a)
        case "np.arccosh(a)": return acosh(x.a)
        case "np.arctanh(a)": return atanh(x.a)
        case "scipy.special.erf(a)": return erf(x.a)
        case "scipy.special.expit(a)": return sigmoid(x.a)
        case "np.floor(a)": return floor(x.a)
        case "np.ceil(a)": return ceil(x.a)
        case "np.rint(a)": return round(x.a)
        case "np.trunc(a)": return x.a.truncated()
        default: return nil
        }
    }
}

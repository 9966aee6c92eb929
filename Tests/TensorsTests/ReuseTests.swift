import Tensors
import Testing

/// A result may take the memory of an operand that nobody else can see. Whoever can must not notice.
@Suite struct ReuseTests {
    private let count = 1 << 14
    private let x = Tensor.normal([1 << 14], dtype: .float64, generator: RandomGenerator(seed: 3))
    private let y = Tensor.normal([1 << 14], dtype: .float64, generator: RandomGenerator(seed: 4))

    private func expected(_ body: (Double, Double) -> Double) -> [Double] { zip(x.scalars(), y.scalars()).map(body) }

    @Test func chainsGiveWhatTheirStepsGive() {
        #expect((x * y + x).scalars() == expected { $0 * $1 + $0 })
        #expect((x + x * y).scalars() == expected { $0 + $0 * $1 })
        #expect((2 * (x - y) / 3 + 1).scalars() == expected { 2 * ($0 - $1) / 3 + 1 })
        #expect((-(x * y)).scalars() == expected { -($0 * $1) })
        #expect((1 - (x * y)).scalars() == expected { 1 - $0 * $1 })
        #expect(abs(x - y).sqrt().scalars() == expected { abs($0 - $1).squareRoot() })
    }

    @Test func aNamedOperandStaysWhatItIs() {
        let before = x.scalars()
        let product = x * y
        let kept = product.scalars()
        let copy = product
        _ = product + 1
        _ = abs(product)
        _ = product * product
        #expect(product.scalars() == kept && copy.scalars() == kept && x.scalars() == before)
    }

    @Test func aViewStaysWhatItIs() {
        let (view, whole) = { () -> (Tensor, Tensor) in
            let product = x * y
            return (product[100..<5000], product + 1)
        }()
        #expect(view.scalars() == Array(expected { $0 * $1 }[100..<5000]))
        #expect(whole.scalars() == expected { $0 * $1 + 1 })
        let turned = (x * y).reshape(128, 128).transposed()
        #expect((turned + (x * y).reshape(128, 128)).sum().item().isFinite)
        #expect(turned.transposed().reshape(count).scalars() == expected { $0 * $1 })
    }

    @Test func whatTheDerivativeNeedsIsKept() {
        let a = x.requiringGrad()
        let loss = (exp(a * y) * a).sum()
        loss.backward()
        let gradient = expected { (1 + $0 * $1) * scalarExp($0 * $1) }
        let largest = zip(a.grad!.scalars(), gradient).map { abs($0 - $1) / max(1, abs($1)) }.max()!
        #expect(largest < 1e-12)
    }

    @Test func aSmallerOperandNeverHoldsTheResult() {
        let column = (y * 1).reshape(128, 128)[0..., 0].reshape(128, 1)
        let result = (column * 1) + x.reshape(128, 128)
        #expect(result.shape == [128, 128])
        #expect(((x * y).reshape(1, count) + Tensor.ones([3, 1], dtype: .float64)).shape == [3, count])
    }
}

private func scalarExp(_ value: Double) -> Double { exp(Tensor(value, dtype: .float64)).item() }

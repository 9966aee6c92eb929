import Glibc
import Tensors
import Testing

/// The worst error of `found` against float64 `expected`, in units of float32's last place.
private func worstError(_ found: [Double], _ expected: [Double]) -> Double {
    zip(found, expected).map { found, expected in
        let rounded = Float(expected)
        if Double(rounded) == found || (found.isNaN && expected.isNaN) { return 0 }
        if !rounded.isFinite || !found.isFinite { return .infinity }
        return (found - expected).magnitude / Double(max(rounded.ulp, Float.leastNormalMagnitude.ulp))
    }.max() ?? 0
}

@Suite struct FunctionAccuracyTests {
    let wide = Tensor.linspace(-103, 89, count: 200_001)

    @Test func exponentialIsWithinTwoUlp() {
        #expect(worstError(wide.exp().scalars(), wide.scalars().map(exp)) <= 2)
        let special = Tensor([-Double.infinity, -200, 0, 200, .infinity, .nan]).exp().scalars()
        #expect(special[..<5] == [0, 0, 1, .infinity, .infinity])
        #expect(special[5].isNaN)
    }

    @Test func logarithmIsWithinTwoUlp() {
        let positive = wide.exp()
        #expect(worstError(positive.log().scalars(), positive.scalars().map(log)) <= 2)
        let special = Tensor([0, 1, .infinity, -1, .nan]).log().scalars()
        #expect(special[..<3] == [-.infinity, 0, .infinity])
        #expect(special[3].isNaN && special[4].isNaN)
    }

    @Test func hyperbolicTangentIsWithinThreeUlp() {
        let x = Tensor.linspace(-12, 12, count: 200_001)
        #expect(worstError(x.tanh().scalars(), x.scalars().map(tanh)) <= 3)
        #expect(Tensor([-Double.infinity, .infinity]).tanh().scalars() == [-1, 1])
    }

    @Test func sigmoidIsWithinFourUlp() {
        let x = Tensor.linspace(-87, 87, count: 200_001)
        #expect(worstError(x.sigmoid().scalars(), x.scalars().map { 1 / (1 + exp(-$0)) }) <= 4)
    }
}

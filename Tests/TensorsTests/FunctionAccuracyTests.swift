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

    /// Halves of powers of two, of both signs, from far below to far above 1.
    private let everySize = Tensor((-160...160).flatMap { [pow(1.25, Double($0)), -pow(1.25, Double($0))] })

    @Test func sineAndCosineAreWithinTwoUlpNearZeroAndAsExactAsAngleAllows() {
        let near = Tensor.linspace(-3, 3, count: 200_001)
        let far = Tensor.linspace(-8000, 8000, count: 200_001)
        #expect(worstError(near.sin().scalars(), near.scalars().map(sin)) <= 2)
        for angles in [near, far, everySize] {
            for (found, function) in [(angles.sin(), sin), (angles.cos(), cos)] as [(Tensor, (Double) -> Double)] {
                let errors = zip(found.scalars(), angles.scalars().map(function)).map { abs($0 - $1) }
                #expect(errors.max()! <= Double(Float.ulpOfOne))
            }
        }
        let beyond = Tensor([8192.5, -1e6, 1e30])
        #expect(worstError(beyond.sin().scalars(), beyond.scalars().map(sin)) <= 1)
        #expect(worstError(beyond.cos().scalars(), beyond.scalars().map(cos)) <= 1)
        let undefined = Tensor([Double.infinity, .nan]).sin().scalars()
        #expect(undefined[0].isNaN && undefined[1].isNaN)
    }

    @Test func errorFunctionIsWithinThreeUlp() {
        let x = Tensor.linspace(-6, 6, count: 200_001)
        for x in [x, everySize] {
            let expected = x.scalars().map { erf($0) }
            #expect(worstError(x.erf().scalars(), expected) <= 3)
        }
        #expect(Tensor([-Double.infinity, .infinity]).erf().scalars() == [-1, 1])
        #expect(Tensor([Double.nan]).erf().item().isNaN)
    }

    @Test func logarithmOfOnePlusIsWithinThreeUlp() {
        let x = Tensor.linspace(-0.9999, 20, count: 200_001)
        let positive = everySize[.slice(by: 2)]
        for x in [x, positive] {
            let expected = x.scalars().map { log1p($0) }
            #expect(worstError(x.log1p().scalars(), expected) <= 3)
        }
        let special = Tensor([0, -1, .infinity, -2, .nan]).log1p().scalars()
        #expect(special[..<3] == [0, -.infinity, .infinity] && special[3].isNaN && special[4].isNaN)
    }

    @Test func crossEntropyOfLogitsIsExactHoweverSureTheyAre() {
        let logits = Tensor.linspace(-120, 120, count: 20_001)
        for target in [0.0, 0.25, 1] {
            let found = logits.sigmoidCrossEntropy(.full(logits.shape, target)).scalars()
            let expected = logits.scalars().map { z in
                target * log1p(exp(-z)) + (1 - target) * (z + log1p(exp(-z)))
            }
            let errors = zip(found, expected).map { abs($0 - $1) / max($1, 1e-3) }
            #expect(errors.max()! < 1e-6)
        }
        let sure = Tensor([-1000.0, 1000]).sigmoidCrossEntropy(Tensor([0.0, 1])).scalars()
        #expect(sure == [0, 0])
    }
}

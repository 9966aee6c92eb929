import Tensors
import Testing

@Suite struct RandomTests {
    @Test func streamIsThatOfPhilox() {
        // Known answers of the Random123 distribution (kat_vectors) for counter 0 and key 0.
        #expect(RandomGenerator(seed: 0).next() == 0x6627_e8d5_e169_c58d)
    }

    @Test func oneSeedGivesOneStream() {
        let a = Tensor.normal([10], generator: RandomGenerator(seed: 7)).scalars()
        #expect(a == Tensor.normal([10], generator: RandomGenerator(seed: 7)).scalars())
        #expect(a != Tensor.normal([10], generator: RandomGenerator(seed: 8)).scalars())
        let generator = RandomGenerator(seed: 7)
        #expect(a == Tensor.normal([10], generator: generator).scalars())
        #expect(a != Tensor.normal([10], generator: generator).scalars())
    }

    @Test(arguments: [DType.float32, .float64])
    func momentsAreThoseOfTheDistribution(dtype: DType) {
        let generator = RandomGenerator(seed: 1)
        let normal = Tensor.normal([100_000], mean: 2, standardDeviation: 3, dtype: dtype, generator: generator)
        #expect((normal.mean().item() - 2).magnitude < 0.05)
        #expect((normal.variance().item() - 9).magnitude < 0.15)
        let within = normal.scalars().count { ($0 - 2).magnitude < 3 }
        #expect((Double(within) / 100_000 - 0.6827).magnitude < 0.01)
        let uniform = Tensor.uniform([100_000], low: -1, high: 3, dtype: dtype, generator: generator)
        #expect((uniform.mean().item() - 1).magnitude < 0.02)
        #expect((uniform.variance().item() - 16.0 / 12).magnitude < 0.02)
        #expect(uniform.min().item() >= -1)
        #expect(uniform.max().item() < 3)
    }

    @Test func permutationsHoldEachNumberOnce() {
        let order = RandomGenerator(seed: 5).permutation(100)
        #expect(order.sorted() == Array(0..<100))
        #expect(order != Array(0..<100))
    }
}

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

    /// Each part of a stream can be made alone: no number depends on those before it.
    @Test func partsOfAStreamMakeTheWhole() {
        func drawn(_ parts: [Int], _ draw: (Shape, RandomGenerator) -> Tensor) -> [Double] {
            let generator = RandomGenerator(seed: 9)
            return parts.flatMap { draw([$0], generator).scalars() }
        }
        let draws: [(Shape, RandomGenerator) -> Tensor] = [
            { .uniform($0, generator: $1) },
            { .uniform($0, dtype: .float64, generator: $1) },
            { .normal($0, generator: $1) },
            { .truncatedNormal($0, low: -0.5, high: 3, generator: $1) },
            { .randomIntegers(in: 0..<1000, $0, generator: $1) },
            { .bernoulli($0, probability: 0.3, generator: $1) },
        ]
        for draw in draws { #expect(drawn([64], draw) == drawn([16, 4, 44], draw)) }
    }

    @Test func threadsShareOneStream() async {
        let generator = RandomGenerator(seed: 2)
        let drawn = await withTaskGroup(of: [UInt64].self) { group in
            for _ in 0..<8 { group.addTask { (0..<500).map { _ in generator.next() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let serial = RandomGenerator(seed: 2)
        #expect(drawn.sorted() == (0..<4000).map { _ in serial.next() }.sorted())
    }

    /// In a process of its own, since other tests draw from the default generator at the same time.
    @Test func theSeedIsThatOfTheDefaultGenerator() async {
        await #expect(processExitsWith: .success) {
            setSeed(77)
            let found = Tensor.normal([5]).scalars()
            precondition(found == Tensor.normal([5], generator: RandomGenerator(seed: 77)).scalars())
        }
    }

    @Test func meanAndDeviationMoveTruncatedNormals() {
        let plain = Tensor.truncatedNormal(
            [100], low: -0.5, high: 1.5, dtype: .float64, generator: RandomGenerator(seed: 3))
        let moved = Tensor.truncatedNormal(
            [100], mean: 10, standardDeviation: 2, low: 9, high: 13, dtype: .float64,
            generator: RandomGenerator(seed: 3))
        #expect(moved.allClose(to: plain * 2 + 10))
    }

    @Test(arguments: [(-2.0, 2.0), (0.5, 0.6), (1, .infinity), (4, .infinity), (-.infinity, -3), (6, 6.5), (-0.1, 0.2)])
    func truncatedNormalsHaveTheirMoments(low: Double, high: Double) {
        let x = Tensor.truncatedNormal(
            [50_000], low: low, high: high, dtype: .float64, generator: RandomGenerator(seed: 3))
        #expect(x.min().item() >= low)
        #expect(x.max().item() <= high)
        // Σ by the midpoint rule over what of the interval weighs anything.
        let (from, to) = (max(low, -9), min(high, 9))
        let grid = Tensor.linspace(from, to, count: 200_001, dtype: .float64)
        let density = (grid.squared() * -0.5 + Double(low > 0 ? low * low : high < 0 ? high * high : 0) / 2).exp()
        let mean = (grid * density).sum().item() / density.sum().item()
        let variance = ((grid - mean).squared() * density).sum().item() / density.sum().item()
        #expect((x.mean().item() - mean).magnitude < 5 * (variance / 50_000).squareRoot())
        #expect((x.variance().item() / variance - 1).magnitude < 0.05)
    }

    @Test func classesComeAsOftenAsTheirWeights() {
        let weights = Tensor([[1, 0, 3], [0, 5, 0]])
        let classes = Tensor.categorical(weights, count: 20_000, generator: RandomGenerator(seed: 6))
        #expect(classes.shape == [2, 20_000])
        #expect(classes.dtype == .int64)
        #expect(classes[0].unique().values.array(of: Int.self) == [0, 2])
        #expect(((classes[0] .== 2).mean().item() - 0.75).magnitude < 0.01)
        #expect((classes[1] .== 1).all().item(as: Bool.self))
        #expect(Tensor.categorical(weights, generator: RandomGenerator(seed: 6)).shape == [2])
    }

    @Test func bernoulliAndIntegersAreEven() {
        let generator = RandomGenerator(seed: 8)
        let flips = Tensor.bernoulli([20_000], probability: 0.2, generator: generator)
        #expect(flips.dtype == .bool)
        #expect((flips.mean().item() - 0.2).magnitude < 0.01)
        let each = Tensor.bernoulli(Tensor([0, 1, 1, 0]), generator: generator)
        #expect(each.dtype == .float32)
        #expect(each.scalars() == [0, 1, 1, 0])
        let numbers = Tensor.randomIntegers(in: -2..<4, [60_000], generator: generator)
        #expect(numbers.dtype == .int64)
        let unique = numbers.unique()
        #expect(unique.values.array(of: Int.self) == [-2, -1, 0, 1, 2, 3])
        #expect(unique.counts.array(of: Int.self).allSatisfy { (9600...10_400).contains($0) })
        let large = Tensor.randomIntegers(in: Int.min..<Int.max, [1000], generator: generator)
        #expect((large .< 0).sum().item() > 400)
    }

    @Test func shufflingKeepsEveryRow() {
        let x = Tensor.arange(20).reshape(10, 2)
        let shuffled = x.shuffled(generator: RandomGenerator(seed: 1))
        #expect(shuffled.sorted(axis: 0).scalars() == x.scalars())
        #expect(shuffled.scalars() != x.scalars())
        #expect((shuffled[0..., 1] - shuffled[0..., 0] .== 1).all().item(as: Bool.self))
        let order = Tensor.permutation(10, generator: RandomGenerator(seed: 1))
        #expect(x[order].scalars() == shuffled.scalars())
    }
}

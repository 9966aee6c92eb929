import Tensors
import Testing

/// Images whose channels lie side by side in memory are the same numbers as packed ones.
@Suite struct ChannelsLastTests {
    /// [batch, channels, height, width] in the two orders.
    private func images(_ shape: Shape = [3, 5, 4, 7], seed: UInt64 = 3) -> (packed: Tensor, channelsLast: Tensor) {
        let rows = Tensor.normal([shape[0], shape[2], shape[3], shape[1]], generator: RandomGenerator(seed: seed))
        let view = rows.transposed([0, 3, 1, 2])
        return (view.reshape(-1).reshape(shape), view)
    }

    @Test func elementsStayWhereTheyAre() {
        let (packed, last) = images()
        let (otherPacked, otherLast) = images(seed: 4)
        let line = Tensor([1, 2, 3, 4, 5]).reshape(5, 1, 1)
        #expect(!(last + otherLast).isPacked && !last.exp().isPacked && !(last + line).isPacked)
        #expect(same(last.exp(), packed.exp()))
        #expect(same(last + otherLast, packed + otherPacked))
        #expect(same(last - otherPacked, packed - otherPacked) && same(otherPacked - last, otherPacked - packed))
        #expect(same(last * line, packed * line) && same(line - last, line - packed))
        #expect(same(last * 2 + 1, packed * 2 + 1))
        #expect(same(last[0..<2] + otherLast[1..<3], packed[0..<2] + otherPacked[1..<3]))
        #expect((last .> otherPacked).array(of: Bool.self) == (packed .> otherPacked).array(of: Bool.self))
        #expect(same(.where(last .> 0, last, otherPacked), .where(packed .> 0, packed, otherPacked)))
        #expect(same(last.cast(to: .float64), packed.cast(to: .float64)))
        #expect(last.cast(to: .int32).array(of: Int.self) == packed.cast(to: .int32).array(of: Int.self))
        #expect(same(last.leakyReLU(slope: 0.1), packed.leakyReLU(slope: 0.1)))
    }

    @Test func largeOnesTakeOverTheMemoryOfTheirOperands() {
        let (packed, last) = images([4, 16, 24, 31])
        let (otherPacked, otherLast) = images([4, 16, 24, 31], seed: 5)
        #expect(
            same((last * 2 + otherPacked).relu() - otherLast * 3, (packed * 2 + otherPacked).relu() - otherPacked * 3))
        #expect(same((otherPacked * 2) + (last * 3), (otherPacked * 2) + (packed * 3)))
        #expect(same((otherPacked * 2) * last, (otherPacked * 2) * packed))
    }

    @Test(arguments: [[1, 1, 1, 1], [1, 8, 8, 1], [2, 3, 1, 9], [3, 17, 9, 8], [2, 64, 16, 16], [5, 7, 40, 3]])
    func ordersAreTurnedIntoEachOther(_ lengths: [Int]) {
        for dtype in [DType.float32, .float64, .uint8] {
            let count = lengths.reduce(1, *)
            let numbers = (0..<count).map { $0 % 251 }
            let packed = Tensor(numbers, shape: Shape(lengths), dtype: dtype)
            let rows = packed.transposed([0, 2, 3, 1]).reshape(-1)
            let (n, c, h, w) = (lengths[0], lengths[1], lengths[2], lengths[3])
            var expected: [Int] = []
            for sample in 0..<n {
                for place in 0..<(h * w) {
                    for channel in 0..<c { expected.append(numbers[(sample * c + channel) * h * w + place]) }
                }
            }
            #expect(rows.array(of: Int.self) == expected)
            let back = rows.reshape(n, h, w, c).transposed([0, 3, 1, 2])
            #expect(back.array(of: Int.self) == numbers)
        }
    }

    @Test func sumsOverAnyAxesAreThoseOfPackedImages() {
        let (packed, last) = images()
        for axes in [[], [0], [1], [2], [3], [0, 1], [1, 2], [2, 3], [0, 3], [1, 2, 3], [0, 2, 3], [0, 1, 2, 3]] {
            for keepDims in [false, true] {
                #expect(
                    close(last.sum(axes: axes, keepDims: keepDims), packed.sum(axes: axes, keepDims: keepDims), 1e-5))
                #expect(same(last.max(axes: axes, keepDims: keepDims), packed.max(axes: axes, keepDims: keepDims)))
            }
        }
    }

    @Test func poolsAreThoseOfPackedImages() {
        let (packed, last) = images([2, 19, 9, 8])
        for kernel in [Size2D(2, 2), [3, 2]] {
            let (a, b) = (packed.requiringGrad(), last.requiringGrad())
            let pools = [a, b].map {
                [$0.maxPool2D(kernel: kernel, stride: 2, padding: 1), $0.averagePool2D(kernel: kernel, padding: 1)]
            }
            #expect(!pools[1][0].isPacked && !pools[1][1].isPacked)
            #expect(same(pools[0][0], pools[1][0]) && same(pools[0][1], pools[1][1]))
            for pools in pools { (pools[0].squared().sum() + pools[1].squared().sum()).backward() }
            #expect(same(a.grad!, b.grad!))
        }
    }

    @Test(arguments: [2, 6, 16, 19, 33])
    func windowsBesideEachOtherArePooledAsThoseOfPackedImages(_ channels: Int) {
        for kernel in [Size2D(2, 2), [3, 2], [2, 4]] {
            for dtype in [DType.float32, .float64] {
                let (packed, last) = images([3, channels, 12, 8])
                let results = [packed, last].map { images in
                    let x = images.cast(to: dtype).requiringGrad()
                    let y = x.maxPool2D(kernel: kernel)
                    (y * y.detach()).sum().backward()
                    return (y, x.grad!)
                }
                #expect(same(results[0].0, results[1].0) && same(results[0].1, results[1].1))
            }
        }
    }

    @Test func normalizedImagesAreThoseOfPackedImages() {
        for channels in [1, 5, 16, 37] {
            let (packed, last) = images([4, channels, 9, 8])
            let weight = Tensor.uniform([channels], generator: RandomGenerator(seed: 1)) + 0.5
            let results = [packed, last].map { x in
                let (x, weight) = (x.requiringGrad(), weight.requiringGrad())
                let (y, mean, variance) = (x + 100).batchNormalized(weight: weight, bias: weight, epsilon: 1e-5)
                (y.squared() * y).sum().backward()
                return [y, mean, variance, x.grad!, weight.grad!]
            }
            for (a, b) in zip(results[0], results[1]) { #expect(close(a, b, 1e-3)) }
            #expect(close(results[0][1], packed.mean(axes: [0, 2, 3]) + 100, 1e-5))
            #expect(close(results[0][2], packed.variance(axes: [0, 2, 3]), 1e-4))
        }
    }

    private func same(_ a: Tensor, _ b: Tensor) -> Bool { a.shape == b.shape && a.scalars() == b.scalars() }

    private func close(_ a: Tensor, _ b: Tensor, _ tolerance: Double) -> Bool {
        a.shape == b.shape && (a - b).abs().max().item() <= tolerance * (1 + b.abs().max().item())
    }
}

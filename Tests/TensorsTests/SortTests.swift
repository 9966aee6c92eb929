import Tensors
import Testing

/// Rows long enough for sorting by bytes; the golden files have short ones.
@Suite struct SortTests {
    @Test(arguments: DType.allCases, [47, 48, 1000])
    func longRowsSortStably(dtype: DType, count: Int) {
        let generator = RandomGenerator(seed: 5)
        let x =
            dtype.isFloatingPoint
            ? (Tensor.normal([3, count], dtype: dtype, generator: generator) * 20).rounded() * 0.125
            : Tensor.randomIntegers(in: -300..<300, [3, count], dtype: dtype, generator: generator)
        for row in 0..<3 {
            let scalars = x[row].scalars()
            let ascending = scalars.indices.sorted { (scalars[$0], $0) < (scalars[$1], $1) }
            #expect(x.argsort()[row].array(of: Int.self) == ascending)
            let descending = scalars.indices.sorted { (-scalars[$0], $0) < (-scalars[$1], $1) }
            #expect(x.argsort(descending: true)[row].array(of: Int.self) == descending)
        }
    }

    @Test(arguments: [DType.float32, .float64])
    func numbersThatAreNoneComeLast(dtype: DType) {
        let part = Tensor([0.0, -.infinity, .nan, -0.0, 3, .infinity, -1e-45, .leastNonzeroMagnitude], dtype: dtype)
        let x = part.tiled(10)
        let sorted = x.sorted().scalars()
        #expect(sorted[..<10].allSatisfy { $0 == -.infinity })
        #expect(sorted[60..<70].allSatisfy { $0 == .infinity })
        #expect(sorted[70...].allSatisfy { $0.isNaN })
        #expect(x.sorted(descending: true).scalars()[..<10].allSatisfy { $0.isNaN })
        // Both zeros are equal, so they keep their order.
        let zeros = x.argsort().array(of: Int.self).filter { [0, 3].contains($0 % 8) }
        #expect(zeros == zeros.sorted())
    }

    @Test func extremeIntegersSort() {
        let x = Tensor([Int.max, 0, Int.min, -1, 1] + Array(repeating: 7, count: 60), dtype: .int64)
        #expect(x.sorted().array(of: Int.self).prefix(4) == [Int.min, -1, 0, 1])
        #expect(x.topK(1).values.item(as: Int.self) == Int.max)
    }
}

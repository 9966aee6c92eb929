import Tensors
import Testing

@Suite struct MatmulTests {
    /// The product by its definition.
    func product(_ a: Tensor, _ b: Tensor) -> [Double] {
        let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
        let (x, y) = (a.scalars(), b.scalars())
        return (0..<(m * n)).map { at in
            (0..<k).reduce(0) { $0 + x[at / n * k + $1] * y[$1 * n + at % n] }
        }
    }

    func close(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { ($0 - $1).magnitude <= tolerance * max(1, $1.magnitude) }
    }

    @Test(arguments: [DType.float32, .float64], [3, 40])
    func everyLayoutGivesTheSameProduct(dtype: DType, size: Int) {
        let generator = RandomGenerator(seed: 1)
        let a = Tensor.normal([size, size + 1], dtype: dtype, generator: generator)
        let b = Tensor.normal([size + 1, size + 2], dtype: dtype, generator: generator)
        let expected = product(a, b)
        let tolerance = dtype == .float32 ? 1e-4 : 1e-12
        let wide = Tensor.concatenated([b, b], axis: 1)
        let spread = Tensor.stacked([a, a], axis: 2)[0..., 0..., 1]
        let copyOfA = a.transposed().reshape(size + 1, size).transposed()
        #expect(close(a.matmul(b).scalars(), expected, tolerance))
        #expect(close(copyOfA.matmul(b).scalars(), expected, tolerance))
        #expect(close(a.matmul(wide[0..., (size + 2)...]).scalars(), expected, tolerance))
        #expect(close(spread.matmul(b).scalars(), expected, tolerance))
        #expect(close(b.transposed().matmul(a.transposed()).transposed().scalars(), expected, tolerance))
    }

    @Test func batchesBroadcast() {
        let a = Tensor.uniform([4, 1, 2, 3], dtype: .float64)
        let b = Tensor.uniform([5, 3, 2], dtype: .float64)
        let c = a.matmul(b)
        #expect(c.shape == [4, 5, 2, 2])
        for i in 0..<4 {
            for j in 0..<5 { #expect(close(c[i, j].scalars(), product(a[i, 0], b[j]), 1e-14)) }
        }
    }

    @Test func vectorsCountAsRowsAndColumns() {
        let m = Tensor([[1, 2], [3, 4]])
        let v = Tensor([1, 10])
        #expect(m.matmul(v).scalars() == [21, 43])
        #expect(v.matmul(m).scalars() == [31, 42])
        #expect(v.matmul(v).shape == [])
        #expect(v.matmul(v).item() == 101)
        #expect(Tensor.ones([3, 2, 2]).matmul(v).shape == [3, 2])
    }

    @Test func emptyInnerLengthGivesZeros() {
        #expect(Tensor.zeros([2, 0]).matmul(Tensor.zeros([0, 3])).scalars() == [0, 0, 0, 0, 0, 0])
    }

    @Test func broadcastOperandsMultiply() {
        let row = Tensor([1, 2, 3]).broadcast(to: [50, 3])
        let result = row.matmul(Tensor.ones([3, 50]))
        #expect(result.scalars().allSatisfy { $0 == 6 })
    }
}

import Tensors
import Testing

@Suite struct ReductionTests {
    let x = Tensor.arange(24, dtype: .float64).reshape(2, 3, 4)

    @Test func sumsOverAnyAxes() {
        #expect(x.sum().item() == 276)
        #expect(x.sum(axis: 0).scalars() == (0..<12).map { Double(2 * $0 + 12) })
        #expect(x.sum(axis: 1).scalars() == [12, 15, 18, 21, 48, 51, 54, 57])
        #expect(x.sum(axis: -1).scalars() == [6, 22, 38, 54, 70, 86])
        #expect(x.sum(axes: [0, 2]).scalars() == [60, 92, 124])
        #expect(x.sum(axes: [0, 2], keepDims: true).shape == [1, 3, 1])
        #expect(x.sum(axes: []).scalars() == x.scalars())
        #expect(x.transposed().sum(axis: 0).scalars() == [6, 54, 22, 70, 38, 86])
        #expect(Tensor.zeros([0, 3]).sum(axis: 0).scalars() == [0, 0, 0])
    }

    @Test func meanAndVariance() {
        let y = Tensor([[1, 2], [3, 6]], dtype: .float64)
        #expect(y.mean().item() == 3)
        #expect(y.mean(axis: 0).scalars() == [2, 4])
        #expect(y.variance().item() == 3.5)
        #expect(y.variance(axis: 1).scalars() == [0.25, 2.25])
        #expect(y.variance(axis: 1, correction: 1).scalars() == [0.5, 4.5])
    }

    @Test func extremes() {
        let y = Tensor([[3, 1], [2, 5]])
        #expect(y.max().item() == 5)
        #expect(y.max(axis: 0).scalars() == [3, 5])
        #expect(y.min(axis: 1).scalars() == [1, 2])
        #expect(Tensor([1, .nan, 3]).max().item().isNaN)
        #expect(y.argmax() == 3)
        #expect(y.argmax(axis: 0).array(of: Int.self) == [0, 1])
        #expect(y.argmax(axis: 1).array(of: Int.self) == [0, 1])
        #expect(Tensor([2, 2]).argmax() == 0)
    }

    @Test func longFloatSumsStayAccurate() {
        let total = Tensor.full([1_000_000], 0.1).sum().item()
        // Adding one by one in float32 would be off by 958.
        #expect((total - 100_000).magnitude < 0.1)
    }

    @Test func everyLayoutAgreesWithALoop() {
        let y = Tensor.uniform([5, 7, 33], dtype: .float64, generator: RandomGenerator(seed: 3))
        for view in [y, y.transposed(), y.transposed([1, 0, 2]), y[1..<4, 2...], y[0...0].broadcast(to: [4, 7, 33])] {
            for axis in 0..<3 {
                var expected = [Double](repeating: 0, count: view.count / view.shape[axis])
                let scalars = view.scalars()
                let inner = view.shape[(axis + 1)...].reduce(1, *)
                for (offset, value) in scalars.enumerated() {
                    expected[offset / (inner * view.shape[axis]) * inner + offset % inner] += value
                }
                for (a, b) in zip(view.sum(axis: axis).scalars(), expected) { #expect((a - b).magnitude < 1e-12) }
            }
        }
    }
}

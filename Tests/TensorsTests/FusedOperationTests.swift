import Tensors
import Testing

/// The kernels at sizes that do not divide into vectors and tiles, beside the equations.
@Suite struct FusedOperationTests {
    /// Expects equal values and gradients; the second are those of tensor operations.
    private func expectAgreement(
        _ shapes: [Shape], dtype: DType = .float32, _ fused: @escaping ([Tensor]) -> Tensor,
        _ composed: @escaping ([Tensor]) -> Tensor,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let generator = RandomGenerator(seed: 8)
        let values = shapes.map { Tensor.normal($0, dtype: dtype, generator: generator) }
        let outcomes = [fused, composed].map { function -> [Tensor] in
            let leaves = values.map { $0.requiringGrad() }
            let output = function(leaves)
            (output * Tensor.normal(output.shape, dtype: dtype, generator: RandomGenerator(seed: 9))).sum().backward()
            return [output] + leaves.map { $0.grad! }
        }
        for (a, b) in zip(outcomes[0], outcomes[1]) {
            #expect(a.shape == b.shape, sourceLocation: sourceLocation)
            let difference = (a - b).abs().max().item()
            let tolerance = (dtype == .float32 ? 1e-5 : 1e-13) * max(1, b.abs().max().item())
            #expect(difference <= tolerance, sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: [DType.float32, .float64])
    func attentionOfHeads(dtype: DType) {
        let mask = Tensor((0..<37).map { $0 % 5 != 1 }, shape: [37])
        for (mask, isCausal) in [(nil, false), (nil, true), (mask, false), (mask, true)] as [(Tensor?, Bool)] {
            let shapes: [Shape] = [[3, 21, 4, 9], [3, 37, 4, 9], [3, 37, 4, 11]]
            expectAgreement(shapes, dtype: dtype) { x in
                let x = x.map { $0.swappingAxes(1, 2) }
                return x[0].attentionWeights(to: x[1], mask: mask, isCausal: isCausal, "test")
                    .matmul(keepingOrderOf: x[2]).swappingAxes(1, 2)
            } _: { x in
                var allowed = Tensor.ones([21, 37])
                if isCausal { allowed = allowed.lowerTriangle() }
                if let mask { allowed = allowed * mask.cast(to: .float32) }
                let scores = einsum("bqhd,bkhd->bhqk", x[0], x[1]) * (1.0 / 3)
                let weights = (scores + (allowed - 1) * 1e5).softmax()
                return einsum("bhqk,bkhd->bqhd", weights, x[2])
            }
        }
    }

    @Test(arguments: [DType.float32, .float64])
    func normalizedRows(dtype: DType) {
        func composed(_ x: Tensor) -> Tensor {
            let centered = x - x.mean(axis: -1, keepDims: true)
            return centered / (centered.squared().mean(axis: -1, keepDims: true) + 1e-5).sqrt()
        }
        expectAgreement([[157, 133], [133], [133]], dtype: dtype) {
            $0[0].normalizedRows(axes: 1, epsilon: 1e-5, weight: $0[1], bias: $0[2])
        } _: {
            composed($0[0]) * $0[1] + $0[2]
        }
        expectAgreement([[5, 1000]], dtype: dtype) {
            $0[0].normalizedRows(axes: 1, epsilon: 1e-5)
        } _: {
            composed($0[0])
        }
    }

    @Test func rowsFarFromZeroAreNormalizedAsWell() {
        let x = Tensor.normal([4, 100], generator: RandomGenerator(seed: 3))
        let far = (x + 1000).normalizedRows(axes: 1, epsilon: 1e-5)
        #expect((far - x.normalizedRows(axes: 1, epsilon: 1e-5)).abs().max().item() < 2e-3)
    }

    @Test func batchesOfProducts() {
        expectAgreement([[2, 1, 33, 70], [5, 70, 41]]) {
            $0[0].matmul($0[1])
        } _: { x in
            let products = (0..<10).map { x[0][$0 / 5, 0].matmul(x[1][$0 % 5]) }
            return Tensor.stacked(products).reshape(2, 5, 33, 41)
        }
    }
}

import Tensors
import Testing

@Suite struct LinearAlgebraTests {
    private func random(_ shape: Shape) -> Tensor {
        .normal(shape, dtype: .float64, generator: RandomGenerator(seed: 4))
    }

    private func isOrthonormal(_ columns: Tensor) -> Bool {
        einsum("...ij,...ik->...jk", columns, columns).allClose(
            to: .eye(columns.shape[columns.rank - 1]), absolute: 1e-12)
    }

    // The signs of singular vectors and eigenvectors are free, so that they cannot be compared with NumPy's.
    @Test(arguments: [[4, 4], [5, 3], [3, 5], [2, 4, 3], [0, 3], [3, 0], [2, 0, 0], [60, 40]] as [Shape])
    func singularValuesAndVectorsMakeTheMatrix(shape: Shape) {
        let a = random(shape)
        let (u, s, vt) = a.svd()
        #expect((u * s.expandingDims(axis: -2)).matmul(vt).allClose(to: a, absolute: 1e-12))
        #expect(isOrthonormal(u))
        #expect(isOrthonormal(vt.swappingAxes(-1, -2)))
        #expect((s.differences() .<= 0).all().item(as: Bool.self))
    }

    @Test(arguments: [[4, 4], [2, 3, 3], [0, 0], [70, 70]] as [Shape])
    func eigenvectorsAreStretchedByTheirValues(shape: Shape) {
        let half = random(shape)
        let a = half + half.swappingAxes(-1, -2)
        let (values, vectors) = a.symmetricEigen()
        #expect(a.matmul(vectors).allClose(to: vectors * values.expandingDims(axis: -2), absolute: 1e-11))
        #expect(isOrthonormal(vectors))
        #expect((values.differences() .>= 0).all().item(as: Bool.self))
    }

    @Test(arguments: [[4, 4], [5, 3], [3, 5], [2, 4, 3], [0, 3], [3, 0], [90, 70]] as [Shape])
    func orthogonalTimesTriangularMakesTheMatrix(shape: Shape) {
        let a = random(shape)
        let (q, r) = a.qr()
        #expect(q.matmul(r).allClose(to: a, absolute: 1e-11))
        #expect(isOrthonormal(q))
        #expect(r.allClose(to: r.upperTriangle()))
    }

    @Test func largeSystemsAreSolved() {
        let a = random([80, 80])
        let x = random([80, 3])
        #expect(solve(a, a.matmul(x)).allClose(to: x, absolute: 1e-8))
        #expect(leastSquares(a[0..., ..<60], a[0..., ..<60].matmul(x[..<60])).allClose(to: x[..<60], absolute: 1e-8))
        #expect(a.matmul(a.inverse()).allClose(to: .eye(80), absolute: 1e-9))
    }

    @Test func determinantsOfSingularMatricesHaveGradients() {
        let a = Tensor([[1, 2], [2, 4]], dtype: .float64, requiresGrad: true)
        let determinant = a.determinant()
        determinant.backward()
        #expect(determinant.item() == 0)
        // The gradient is the matrix of cofactors.
        #expect(a.grad!.allClose(to: Tensor([[4, -2], [-2, 1]])))
    }

    @Test func emptyMatricesHaveTheirLimits() {
        #expect(Tensor.zeros([0, 0]).determinant().item() == 1)
        #expect(Tensor.zeros([2, 0, 0]).logDeterminant().logMagnitude.scalars() == [0, 0])
        #expect(solve(Tensor.zeros([0, 0]), Tensor.zeros([0, 3])).shape == [0, 3])
        #expect(Tensor.zeros([0, 3, 3]).inverse().shape == [0, 3, 3])
    }

    @Test func theTypeIsKept() {
        let a = Tensor([[2, 1], [1, 3]])
        #expect(solve(a, Tensor([1, 2])).dtype == .float32)
        #expect(a.svd().u.dtype == .float32)
        #expect(a.cholesky().dtype == .float32)
        #expect(solve(a, Tensor([1, 2], dtype: .float64)).dtype == .float64)
        #expect(Tensor([[2, 1], [1, 3]], dtype: .int64).determinant().item() == 5)
    }
}

import Tensors
import Testing

@Suite struct TriangleTests {
    @Test(arguments: DType.allCases)
    func trianglesKeepTheirType(dtype: DType) {
        let ones = Tensor.ones([2, 2], dtype: dtype)
        #expect(ones.lowerTriangle().dtype == dtype && ones.upperTriangle().dtype == dtype)
        #expect(ones.lowerTriangle().scalars() == [1, 0, 1, 1])
        #expect(ones.upperTriangle().scalars() == [1, 1, 0, 1])
    }
}

import Tensors
import Testing

@Suite struct TensorTests {
    @Test func literalsGiveShapeAndElements() {
        let x = Tensor([[1, 2, 3], [4, 5, 6]])
        #expect(x.shape == [2, 3])
        #expect(x.dtype == .float32)
        #expect(x.scalars() == [1, 2, 3, 4, 5, 6])
        #expect(Tensor([[[1.5]]], dtype: .float64).shape == [1, 1, 1])
        #expect(Tensor(7).shape == [])
        #expect(Tensor(7).item() == 7)
    }

    @Test func axesOfAShapeCountFromBothEnds() {
        let shape: Shape = [2, 3, 4]
        #expect(shape[0] == 2)
        #expect(shape[-1] == 4)
        #expect(shape[-3] == 2)
        #expect(Array(shape) == [2, 3, 4])
    }

    @Test func creationFunctions() {
        #expect(Tensor.arange(5).scalars() == [0, 1, 2, 3, 4])
        #expect(Tensor.arange(from: 1, to: 2, by: 0.25, dtype: .float64).scalars() == [1, 1.25, 1.5, 1.75])
        #expect(Tensor.linspace(0, 1, count: 5).scalars() == [0, 0.25, 0.5, 0.75, 1])
        #expect(Tensor.linspace(3, 9, count: 1).scalars() == [3])
        #expect(Tensor.eye(2).scalars() == [1, 0, 0, 1])
        #expect(Tensor.full([2, 2], 3).sum().item() == 12)
        #expect(Tensor.zeros([0, 3]).count == 0)
    }

    @Test func broadcastingFollowsNumPy() {
        let column = Tensor([[10], [20]])
        let row = Tensor([1, 2, 3])
        #expect((column + row).scalars() == [11, 12, 13, 21, 22, 23])
        #expect((row - column).scalars() == [-9, -8, -7, -19, -18, -17])
        #expect((Tensor.ones([4, 1, 3]) * Tensor.ones([2, 1])).shape == [4, 2, 3])
        #expect((2 * row + 1).scalars() == [3, 5, 7])
        #expect((6 / row).scalars() == [6, 3, 2])
        #expect((Tensor.zeros([0, 3]) + row).shape == [0, 3])
    }

    @Test func mixedTypesPromote() {
        let sum = Tensor([1, 2]) + Tensor([0.5, 0.5], dtype: .float64)
        #expect(sum.dtype == .float64)
        #expect(sum.scalars() == [1.5, 2.5])
    }

    @Test func viewsShowTheRightElements() {
        let x = Tensor.arange(24).reshape(2, 3, 4)
        #expect(x[1].scalars() == Array(stride(from: 12.0, to: 24, by: 1)))
        #expect(x[1, 2].scalars() == [20, 21, 22, 23])
        #expect(x[1, 2, 3].item() == 23)
        #expect(x[-1, -1, -1].item() == 23)
        #expect(x[0, 1..<3].scalars() == [4, 5, 6, 7, 8, 9, 10, 11])
        #expect(x[0..., 1, ...1].scalars() == [4, 5, 16, 17])
        #expect(x.transposed().shape == [4, 3, 2])
        #expect(x.transposed()[3, 2, 1].item() == 23)
        #expect(x.transposed([1, 0, 2]).reshape(-1).scalars()[4] == 12)
        #expect(x[[1, 0, 1]].shape == [3, 3, 4])
        #expect(x[[1, 0, 1]][0, 0].scalars() == [12, 13, 14, 15])
        #expect(x[0, 0].broadcast(to: [2, 4]).scalars() == [0, 1, 2, 3, 0, 1, 2, 3])
        #expect(x.expandingDims(axis: -1).shape == [2, 3, 4, 1])
    }

    @Test func operationsLeaveTheirOperandsAlone() {
        var x = Tensor([1, 2])
        let copy = x
        x += 1
        #expect(copy.scalars() == [1, 2])
        #expect(x.scalars() == [2, 3])
    }

    @Test func joins() {
        let a = Tensor([[1, 2]])
        let b = Tensor([[3, 4], [5, 6]])
        #expect(Tensor.concatenated([a, b]).scalars() == [1, 2, 3, 4, 5, 6])
        #expect(Tensor.concatenated([b, b.transposed()], axis: 1).scalars() == [3, 4, 3, 5, 5, 6, 4, 6])
        #expect(Tensor.stacked([Tensor([1, 2]), Tensor([3, 4])], axis: 1).scalars() == [1, 3, 2, 4])
    }

    @Test func comparisonsAndExtremes() {
        let x = Tensor([1, 2, 3])
        #expect(x.greaterThan(2).scalars() == [0, 0, 1])
        #expect(x.equalTo(2).scalars() == [0, 1, 0])
        #expect(maximum(x, 2).scalars() == [2, 2, 3])
        #expect(minimum(x, Tensor([3, 1, .nan])).scalars()[..<2] == [1, 1])
        #expect(maximum(x, Double.nan).scalars().allSatisfy { $0.isNaN })
    }

    @Test func shapeMistakesSayWhatIsWrong() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([32, 784]).matmul(Tensor.zeros([256, 128]))
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("matmul: [32, 784] · [256, 128]: 784 ≠ 256 (inner dimensions must agree)"))
    }

    @Test func impossibleSizesAreRefused() async {
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1 << 62]) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1 << 40, 1 << 40]) }
        await #expect(processExitsWith: .failure) { _ = Tensor([1, 2], shape: [-1, -2]) }
        await #expect(processExitsWith: .failure) { _ = Tensor(1).broadcast(to: [-1]) }
    }

    @Test func indicesAndAxesOutOfRangeAreRefused() async {
        await #expect(processExitsWith: .failure) { _ = Tensor([1, 2])[2] }
        await #expect(processExitsWith: .failure) { _ = Tensor([1, 2])[1..<4] }
        await #expect(processExitsWith: .failure) { _ = Tensor([1, 2])[[0, 2]] }
        await #expect(processExitsWith: .failure) { _ = Tensor([1, 2]).sum(axis: 1) }
        await #expect(processExitsWith: .failure) { _ = Tensor([1, 2, 3]).reshape(2, -1) }
        await #expect(processExitsWith: .failure) { _ = Tensor([1, 2]) + Tensor([1, 2, 3]) }
    }

    @Test func raggedLiteralsAreRefused() async {
        await #expect(processExitsWith: .failure) { _ = Tensor([[1, 2], [3]]) }
    }
}

import Tensors
import Testing

@Suite struct AssignmentTests {
    @Test func onlyTheVariableChanges() {
        var x = Tensor([[1, 2], [3, 4]])
        let copy = x
        let row = x[1]
        x[0, 1] = 9
        x[1] = Tensor([7, 8])
        #expect(x.scalars() == [1, 9, 7, 8])
        #expect(copy.scalars() == [1, 2, 3, 4])
        #expect(row.scalars() == [3, 4])
    }

    @Test func aViewChangesAlone() {
        let x = Tensor([[1, 2], [3, 4]])
        var column = x[0..., 1]
        column[0] = 9
        #expect(column.scalars() == [9, 4])
        #expect(x.scalars() == [1, 2, 3, 4])
        var stretched = Tensor(1).broadcast(to: [3])
        stretched[1] = 5
        #expect(stretched.scalars() == [1, 5, 1])
    }

    @Test func memoryNobodyElseSeesIsReused() {
        var x = Tensor.zeros([1000])
        let before = x.withPackedBytes { $0.baseAddress }
        for index in 0..<1000 { x[index] = Tensor(index) }
        #expect(x.withPackedBytes { $0.baseAddress } == before)
        #expect(x.sum().item() == 499_500)
        let copy = x
        x[0] = 1
        #expect(x.withPackedBytes { $0.baseAddress } != before)
        #expect(copy[0].item() == 0)
    }

    @Test func elementsKeepTheTypeOfTheTensor() {
        var counts = Tensor([1, 2, 3], dtype: .int32)
        counts[0] = 7.9
        counts[1...] += 1
        #expect(counts.dtype == .int32)
        #expect(counts.array(of: Int.self) == [7, 3, 4])
        var flags = Tensor([false, false])
        flags[1] = true
        #expect(flags.array(of: Bool.self) == [false, true])
    }

    @Test func gradientsGoThroughAnAssignment() {
        let x = Tensor([1, 2, 3], requiresGrad: true)
        let y = Tensor(10, requiresGrad: true)
        var z = x * 2
        z[1] = y * y
        (z * Tensor([1, 10, 100])).sum().backward()
        #expect(x.grad!.scalars() == [2, 0, 200])
        #expect(y.grad!.item() == 200)
    }

    @Test func theLastOfRepeatedPlacesStays() {
        var x = Tensor.zeros([3])
        x[[1, 1, 1]] = Tensor([5, 6, 7])
        #expect(x.scalars() == [0, 7, 0])
    }

    @Test func whatTheTapeHoldsStaysAsItWas() {
        var x = Tensor([1, 2, 3])
        let w = Tensor([1, 1, 1], requiresGrad: true)
        let y = (w * x).sum()
        x[0] = 100
        y.backward()
        #expect(w.grad!.scalars() == [1, 2, 3])
    }

    @Test func aLeafStaysALeafWithoutRecording() {
        var w = Tensor([1, 2], requiresGrad: true)
        (w * 3).sum().backward()
        noGradient { w[0] = 5 }
        #expect(w.requiresGrad)
        #expect(w.operationName == nil)
        #expect(w.grad!.scalars() == [3, 3])
        #expect(w.scalars() == [5, 2])
        w[1] = 0
        #expect(w.operationName == "assign")
    }
}

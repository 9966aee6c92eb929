import Tensors
import Testing

@Suite struct DTypeTests {
    /// The table of PyTorch's `torch.promote_types`.
    @Test func twoTypesPromote() {
        let order: [DType] = [.bool, .uint8, .int32, .int64, .float32, .float64]
        for (i, a) in order.enumerated() {
            for (j, b) in order.enumerated() {
                let sum = Tensor.ones([1], dtype: a) + Tensor.ones([1], dtype: b)
                #expect(sum.dtype == order[max(i, j)])
                #expect(DType.promoted(a, b) == order[max(i, j)])
            }
        }
    }

    @Test func swiftNumbersHaveOnlyAKind() {
        func types(_ result: (Tensor) -> Tensor) -> [DType] {
            DType.allCases.map { result(.ones([2], dtype: $0)).dtype }
        }
        #expect(types { $0 + 1 } == [.float32, .float64, .int32, .int64, .uint8, .int64])
        #expect(types { $0 * 0.5 } == [.float32, .float64, .float32, .float32, .float32, .float32])
        #expect(types { $0 + true } == DType.allCases)
        #expect(types { $0 / 2 } == [.float32, .float64, .float32, .float32, .float32, .float32])
        #expect(types { $0.exp() } == [.float32, .float64, .float32, .float32, .float32, .float32])
        #expect(types { $0.sum() } == [.float32, .float64, .int64, .int64, .int64, .int64])
        #expect(types { $0.mean() } == [.float32, .float64, .float32, .float32, .float32, .float32])
        #expect(types { $0.max() } == DType.allCases)
        #expect(types { $0 .< 2 } == Array(repeating: .bool, count: 6))
    }

    @Test func literalsAreFloat32ButForBools() {
        #expect(Tensor([1, 2]).dtype == .float32)
        #expect(Tensor([1.5]).dtype == .float32)
        #expect(Tensor([[true], [false]]).dtype == .bool)
        #expect(Tensor(3).dtype == .float32)
        #expect(Tensor(true).dtype == .bool)
        #expect(Tensor([1, 2], dtype: .int64).dtype == .int64)
        let squares = Tensor(shape: [2, 3], dtype: .int32) { $0[0] * 10 + $0[1] }
        #expect(squares.array(of: Int.self) == [0, 1, 2, 10, 11, 12])
    }

    @Test func rangesAndStridesAreTensors() {
        #expect(Tensor(0..<3).scalars() == [0, 1, 2])
        #expect(Tensor(1...3, dtype: .int64).array(of: Int.self) == [1, 2, 3])
        #expect(Tensor(stride(from: 0, to: 1, by: 0.25)).scalars() == [0, 0.25, 0.5, 0.75])
        #expect(Tensor(stride(from: 3, through: 1, by: -1)).scalars() == [3, 2, 1])
    }

    @Test func largeIntegersStayExact() {
        let large = Int.max - 1
        let x = Tensor([large, -large], dtype: .int64)
        #expect(x.array(of: Int.self) == [large, -large])
        #expect((x + 1)[0].item(as: Int.self) == Int.max)
        #expect(x.max().item(as: Int.self) == large)
        #expect(Tensor(large, dtype: .int64).item(as: Int.self) == large)
        #expect((x .== large).array(of: Bool.self) == [true, false])
    }

    @Test func comparisonsKnowNumbersThatTheTypeDoesNotHold() {
        let x = Tensor([0, 255], dtype: .uint8)
        #expect((x .< 300).array(of: Bool.self) == [true, true])
        #expect((x .== -1).array(of: Bool.self) == [false, false])
        #expect((Tensor([5], dtype: .int32) .> (1 << 40)).array(of: Bool.self) == [false])
    }

    @Test func literalsStayExactWhenSet() {
        var x = Tensor([0, 0], dtype: .int64)
        x[0] = 9_007_199_254_740_993
        x[1] = -9_007_199_254_740_993
        #expect(x.array(of: Int.self) == [9_007_199_254_740_993, -9_007_199_254_740_993])
    }

    @Test func integersWrapAround() {
        #expect((Tensor([255], dtype: .uint8) + 1).item() == 0)
        #expect((Tensor([Int.max], dtype: .int64) + 1).item(as: Int.self) == Int.min)
        #expect((-Tensor([Int.min], dtype: .int64)).item(as: Int.self) == Int.min)
        #expect(Tensor([Int.min], dtype: .int64).floorDivided(by: -1).item(as: Int.self) == Int.min)
        #expect(Tensor([300, -1], dtype: .int64).cast(to: .uint8).array(of: Int.self) == [44, 255])
    }

    @Test func floatsSaturateInIntegers() {
        let x = Tensor([1e30, -1e30, .nan, -2.9])
        #expect(x.cast(to: .int64).array(of: Int.self) == [Int.max, Int.min, 0, -2])
        #expect(x.cast(to: .int32).array(of: Int.self) == [Int(Int32.max), Int(Int32.min), 0, -2])
        #expect(x.cast(to: .uint8).array(of: Int.self) == [255, 0, 0, 0])
        #expect(x.cast(to: .bool).array(of: Bool.self) == [true, true, true, true])
        #expect(x.array(of: Int.self) == [Int.max, Int.min, 0, -2])
    }

    @Test func integersAndBoolsAreNotRecorded() {
        let x = Tensor([1, 2], requiresGrad: true)
        #expect(!x.cast(to: .int64).requiresGrad)
        #expect(!(x .> 1).requiresGrad)
        #expect(!x.argmax(axis: 0).requiresGrad)
        #expect(!x.floor().requiresGrad)
        #expect((x * Tensor([2, 3], dtype: .int64)).requiresGrad)
        (x * Tensor([2, 3], dtype: .int64)).sum().backward()
        #expect(x.grad!.scalars() == [2, 3])
    }

    @Test func matricesOfIntegersMultiply() {
        let a = Tensor([[1, 2], [3, 4]], dtype: .int32)
        #expect(a.matmul(a).dtype == .int32)
        #expect(a.matmul(a).array(of: Int.self) == [7, 10, 15, 22])
    }
}

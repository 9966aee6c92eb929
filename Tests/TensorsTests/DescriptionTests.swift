import Tensors
import Testing

@Suite struct DescriptionTests {
    @Test func numbersAlign() {
        #expect(Tensor([[1, -2], [30, 4]]).description == "[[ 1. -2.]\n [30.  4.]]")
        #expect(Tensor([1.5, 2.25, 3]).description == "[1.5  2.25 3.  ]")
        #expect(Tensor(3.5).description == "3.5")
        #expect(Tensor([Double.nan, 1]).description == "[nan  1.]")
        #expect(Tensor.zeros([0]).description == "[]")
    }

    @Test func smallAndLargeNumbersAreScientific() {
        #expect(Tensor([1e-6, 1]).description == "[1.e-06 1.e+00]")
    }

    @Test func deepTensorsKeepABlankLineBetweenMatrices() {
        #expect(Tensor.arange(4).reshape(2, 1, 2).description == "[[[0. 1.]]\n\n [[2. 3.]]]")
    }

    @Test func largeTensorsLoseTheirMiddle() {
        #expect(Tensor.arange(2000).description == "[   0.    1.    2. ... 1997. 1998. 1999.]")
        let rows = Tensor.zeros([100, 100]).description.split(separator: "\n")
        #expect(rows.count == 7)
        #expect(rows[3] == " ...")
        #expect(rows[0] == "[[0. 0. 0. ... 0. 0. 0.]")
    }

    @Test func debuggingShowsShapeTypeAndOrigin() {
        let x = Tensor([1, 2], requiresGrad: true)
        #expect((x + 1).debugDescription == "Tensor([2. 3.], shape: [2], dtype: float32, operation: add)")
    }
}

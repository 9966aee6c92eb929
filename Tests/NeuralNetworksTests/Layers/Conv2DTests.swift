import NeuralNetworks
import Tensors
import Testing

@Suite struct Conv2DTests {
    @Test func itIsThatOfPyTorch() throws {
        try expectGolden("conv2D", in: "convolutions", Conv2D(2, 3, kernel: 3))
        try expectGolden(
            "conv2D all settings", in: "convolutions",
            Conv2D(4, 2, kernel: [2, 3], stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2))
        try expectGolden("conv2D same", in: "convolutions", Conv2D(2, 2, kernel: 3, padding: .same, bias: false))
        try expectGolden("conv2D depthwise", in: "convolutions", Conv2D(3, 6, kernel: 2, groups: 3))
        try expectGolden("conv2D pointwise", in: "convolutions", Conv2D(nil, 2, kernel: 1))
    }

    @Test func theLecturesKernelMakesTheLecturesFeatureMap() {
        let image = Tensor([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]])
        let kernel = Tensor([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
        let map = image.reshape(1, 1, 5, 5).conv2D(weight: kernel.reshape(1, 1, 3, 3))
        #expect(map.scalars() == [4, 3, 4, 2, 4, 3, 2, 3, 4])
    }

    @Test func integersAreConvolvedAsFractions() {
        let image = Tensor([1, 2, 3, 4], shape: [1, 1, 2, 2], dtype: .int32)
        #expect(image.conv2D(weight: Tensor.ones([1, 1, 2, 2])).scalars() == [10])
        #expect(image.unfold(kernel: 2).scalars() == [1, 2, 3, 4])
        let columns = Tensor([1, 2, 3, 4], shape: [1, 4, 1], dtype: .int32)
        #expect(columns.fold(to: 2, kernel: 2).scalars() == [1, 2, 3, 4])
        #expect(image.maxPool2D(kernel: 2).item() == 4 && image.averagePool2D(kernel: 2).item() == 2.5)
    }

    @Test func itStartsAsInPyTorch() {
        let layer = Conv2D(4, 50, kernel: [3, 5], groups: 2, generator: RandomGenerator(seed: 4))
        let bound = 1 / 30.0.squareRoot()
        let largest = layer.weight.abs().max().item()
        #expect(layer.weight.shape == [50, 2, 3, 5])
        #expect(largest <= bound && largest > 0.99 * bound)
        #expect(layer.bias!.abs().max().item() <= bound)
    }

    @Test func largeBatchesAreConvolvedInParts() {
        let generator = RandomGenerator(seed: 8)
        let layer = Conv2D(16, 2, kernel: 5, padding: 2, generator: generator)
        let x = Tensor.normal([10, 16, 64, 64], generator: generator)
        let all = layer(x)
        for index in [0, 9] {
            expectClose(all[index], layer(x[index..<(index + 1)])[0])
        }
    }

    @Test func settingsAndInputsThatDoNotFitAreRefused() async {
        expectMessage(
            ["Conv2D", "a stride of -1"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Conv2D(2, 3, kernel: 3, stride: -1)
            })
        expectMessage(
            ["3 channels and 4 outputs do not divide into 2 groups"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Conv2D(3, 4, kernel: 3, groups: 2)
            })
        expectMessage(
            ["0 (Conv2D(2 → 3, 3×3))", "[2, 3, 5, 5]", "3 channels on axis 1; 2 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Sequential(Conv2D(2, 3, kernel: 3))(Tensor.ones([2, 3, 5, 5]))
            })
        expectMessage(
            ["images of 2×5", "hold no window of 3", "in 0 (Conv2D(2 → 3, 3×3))"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Sequential(Conv2D(2, 3, kernel: 3))(Tensor.ones([2, 2, 2, 5]))
            })
        expectMessage(
            ["Conv2D(? → 3, 3×3)", "[2, 5], 2 axes; 4 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Conv2D(nil, 3, kernel: 3)(Tensor.ones([2, 5]))
            })
    }

    @Test func aStackOfItOverfits() {
        let generator = RandomGenerator(seed: 5)
        let model = Sequential {
            Conv2D(1, 6, kernel: 3, padding: .same, generator: generator)
            BatchNorm2D()
            ReLU()
            MaxPool2D(2)
            Conv2D(6, 8, kernel: 3, padding: 1, generator: generator)
            ReLU()
            Flatten()
            Linear(outputs: 3, generator: generator)
        }
        let x = Tensor.normal([6, 1, 8, 8], generator: generator)
        expectOverfitting(model, steps: 60) { softmaxCrossEntropy(logits: model(x), labels: [0, 1, 2, 0, 1, 2]) }
    }
}

import NeuralNetworks
import Tensors
import Testing

@Suite struct PoolingTests {
    @Test func theyAreThoseOfPyTorch() throws {
        let layers: [(String, Module)] = [
            ("maxPool2D", MaxPool2D(2)), ("maxPool2D padded", MaxPool2D([3, 2], stride: [2, 1], padding: 1)),
            ("averagePool2D", AveragePool2D(2)), ("averagePool2D padded", AveragePool2D(3, stride: 2, padding: 1)),
            ("averagePool2D without padding", AveragePool2D(3, stride: 2, padding: 1, countsPadding: false)),
            ("adaptiveAveragePool2D", AdaptiveAveragePool2D([3, 4])),
            ("maxPool1D", MaxPool1D(3, stride: 2, padding: 1)), ("averagePool1D", AveragePool1D(2)),
            ("globalAveragePool", GlobalAveragePool()), ("globalMaxPool", GlobalMaxPool()),
        ]
        for (name, layer) in layers { try expectGolden(name, in: "convolutions", layer) }
    }

    @Test func aNaNIsTheLargest() {
        let x = Tensor([[1, Double.nan], [3, 2]]).reshape(1, 1, 2, 2)
        #expect(MaxPool2D(2)(x).item().isNaN)
    }

    @Test func windowsOfPaddingAloneAreRefused() async {
        let x = Tensor.ones([1, 1, 5, 5])
        #expect(x.maxPool2D(kernel: 2, stride: 1, padding: 1, dilation: 2).shape == [1, 1, 5, 5])
        expectMessage(
            ["maxPool2D", "a dilation of 3", "holds nothing of an image of 2×2"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Tensor.ones([1, 1, 2, 2]).maxPool2D(kernel: 2, stride: 1, padding: 1, dilation: 3)
            })
    }

    @Test func theySayWhatTheyAre() {
        #expect(MaxPool2D(3, stride: 2, padding: 1).layerDescription == "MaxPool2D(3×3, stride 2, padding 1)")
        #expect(AveragePool1D(2).layerDescription == "AveragePool1D(2)")
    }

    @Test func inputsAndSettingsThatDoNotFitAreRefused() async {
        expectMessage(
            ["MaxPool2D(2×2)", "[4, 4]", "[batch, channels, height, width] is wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = MaxPool2D(2)(Tensor.ones([4, 4]))
            })
        expectMessage(
            ["MaxPool2D", "a padding of 2 for a kernel of 3"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = MaxPool2D(3, padding: 2)
            })
    }
}

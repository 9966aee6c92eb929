import Figures
import NeuralNetworks
import NotebookDisplay
import Tensors
import Testing

private func plain(_ value: any MIMERepresentable) -> String { value.mimeBundle.plainText ?? "" }

private func html(_ value: any MIMERepresentable) -> String {
    if case .text(let html) = value.mimeBundle[.html] { html } else { "" }
}

@Suite struct TensorDisplayTests {
    @Test func elementsShapeAndTypeAreShown() {
        #expect(plain(Tensor([[1, 2], [3, 4]])) == "[[1. 2.]\n [3. 4.]]\nshape [2, 2] · float32")
        #expect(plain(Tensor(2.5, dtype: .float64)) == "2.5\nshape [] · float64")
    }

    @Test func largeOnesAreSummarized() {
        let text = plain(Tensor.arange(10_000).reshape([100, 100]))
        #expect(text.contains("..."))
        #expect(text.hasSuffix("shape [100, 100] · float32 · from 0 to 9999, mean 5000"))
    }

    @Test func whatIsNotFiniteIsCounted() {
        let values = (0..<100).map { $0 < 3 ? Double.nan : 1 }
        #expect(plain(Tensor(values, shape: [100])).hasSuffix("from 1.00 to 1.00, mean 1.00 · 3 not finite"))
        #expect(plain(Tensor.full([30], .nan)).hasSuffix("30 not finite"))
        #expect(plain(Tensor.zeros([0, 3])).contains("shape [0, 3]"))
    }

    @Test func theTapeIsMentioned() {
        let x = Tensor([1, 2], requiresGrad: true)
        #expect(plain(x).hasSuffix("requires grad"))
        #expect(plain(x * x).contains(" · from "))
    }

    @Test func tensorsArePlottedAsTheirElements() {
        #expect(plot(Tensor([1, 2, 4])).png() == plot([1.0, 2, 4]).png())
    }
}

@Suite struct TensorImageTests {
    private func png(_ tensor: Tensor, side: Int? = nil) -> [UInt8] { imageGrid(tensor, side: side, columns: 2).png() }

    @Test func greyImagesComeInAllTheirShapes() {
        let values = Tensor.arange(3 * 16)
        let expected = imageGrid(
            (0..<3).map { n in ImageData(height: 4, width: 4, values: (0..<16).map { Float(n * 16 + $0) }) }, columns: 2
        ).png()
        #expect(png(values.reshape([3, 4, 4])) == expected)
        #expect(png(values.reshape([3, 4, 4, 1])) == expected)
        #expect(png(values.reshape([3, 16]), side: 4) == expected)
    }

    @Test func aMatrixIsOneImage() {
        let values = Tensor.arange(6).reshape([2, 3])
        let expected = imageGrid([ImageData(height: 2, width: 3, values: [0, 1, 2, 3, 4, 5])], columns: 2).png()
        #expect(png(values) == expected)
    }

    @Test func coloursAreTheLastAxis() throws {
        let red = Tensor([1, 0, 0], shape: [1, 1, 1, 3])
        let raster = try Raster(imageGrid(red).png())
        #expect(raster[raster.width / 2, raster.height / 2] == SIMD3(255, 0, 0))
    }

    @Test func viewsAreDrawnAsTheyRead() {
        let values = Tensor.arange(6).reshape([2, 3])
        let expected = imageGrid([ImageData(height: 3, width: 2, values: [0, 3, 1, 4, 2, 5])]).png()
        #expect(imageGrid(values.transposed()).png() == expected)
    }
}

@Suite struct ModuleDisplayTests {
    private let model = Sequential {
        Linear(4, 3)
        ReLU()
        Linear(3, 2)
    }

    @Test func layersAreListedWithTheirParameters() {
        let page = html(model)
        for text in [">Sequential<", "Linear(4 → 3)", "ReLU", "weight [3, 4], bias [3]", ">15<", "23 parameters"] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(plain(model) == model.summary)
    }

    @Test func gradientsAreMissingBeforeTheFirstBackward() {
        #expect(plain(model.gradients).contains("call backward()"))
        #expect(html(model.gradients).contains("no gradient"))
    }

    @Test func gradientsShowTheirNormAndHistogram() throws {
        let loss = model(Tensor.ones([5, 4])).squared().sum()
        loss.backward()
        let rows = plain(model.gradients).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let bias = try #require(rows.first { $0.first == "2.bias" })
        let gradient = try #require(model.gradients["2.bias"])
        #expect(bias[2] == shortNumber(gradient.squared().sum().item().squareRoot()))
        #expect(html(model.gradients).contains("src=\"data:image/png;base64,"))
        #expect(html(model.gradients).contains("4 parameters with 23 values"))
    }
}

@Suite struct ModuleSummaryDisplayTests {
    @Test func theSummaryOfAnInputIsATable() {
        let model = Sequential(Linear(4, 1000), ReLU())
        let summary = model.summary(input: Tensor.ones([2, 4]))
        #expect(plain(summary) == summary.description)
        let table = html(summary)
        for part in ["Sequential, input [2, 4]", "Linear(4 → 1000)", "[2, 1000]", "27.3 KiB", "15.6 KiB in outputs"] {
            #expect(table.contains(part), "\(part)")
        }
    }
}

import Tensors
import Testing

/// Convolutions of float32 that are large enough for oneDNN are those that float64 has without it.
@Suite struct ConvolutionTests {
    struct Setting: CustomTestStringConvertible {
        var images: Shape
        var weight: Shape
        var stride: Size2D = 1
        var padding: Size2D = 0
        var dilation: Size2D = 1
        var groups = 1
        var testDescription: String { "\(images) by \(weight), stride \(stride), padding \(padding), \(groups) groups" }
    }

    static let settings: [Setting] = [
        .init(images: [9, 1, 28, 28], weight: [6, 1, 5, 5], padding: 2),
        .init(images: [7, 3, 30, 33], weight: [16, 3, 3, 3], padding: 1),
        .init(images: [8, 16, 20, 20], weight: [32, 16, 3, 3], stride: 2, padding: 1),
        .init(images: [5, 17, 19, 14], weight: [33, 17, 3, 2], stride: [1, 2], padding: [2, 0], dilation: [2, 1]),
        .init(images: [6, 32, 16, 16], weight: [64, 32, 1, 1], stride: 2),
        .init(images: [3, 32, 24, 24], weight: [32, 8, 3, 3], padding: 1, groups: 4),
        .init(images: [4, 48, 40, 40], weight: [48, 1, 3, 3], padding: 1, groups: 48),
        .init(images: [1, 64, 20, 20], weight: [32, 64, 3, 3], padding: 1),
    ]

    @Test(arguments: settings)
    func outputAndGradientsAreThoseOfDoublePrecision(_ setting: Setting) {
        let generator = RandomGenerator(seed: 7)
        let inputs = [
            Tensor.normal(setting.images, generator: generator), .normal(setting.weight, generator: generator),
            .normal([setting.weight[0]], generator: generator),
        ]
        let results = [DType.float32, .float64].map { dtype in
            let x = inputs.map { $0.cast(to: dtype).requiringGrad() }
            let y = x[0].conv2D(
                weight: x[1], bias: x[2], stride: setting.stride, padding: setting.padding, dilation: setting.dilation,
                groups: setting.groups)
            (y * y.detach()).sum().backward()
            return [y.detach()] + x.map { $0.grad! }
        }
        for (single, double) in zip(results[0], results[1]) {
            #expect(single.shape == double.shape)
            #expect((single.cast(to: .float64) - double).abs().max().item() <= 1e-5 * double.abs().max().item())
        }
    }

    @Test func gradientsOfLargeOnesAreDifferentiableInTurn() {
        let generator = RandomGenerator(seed: 9)
        let images = Tensor.normal([8, 16, 16, 16], generator: generator)
        let weight = Tensor.normal([16, 16, 3, 3], generator: generator) * 0.1
        let bias = Tensor.normal([16], generator: generator)
        let results = [DType.float32, .float64].map { dtype in
            let (x, w) = (images.cast(to: dtype).requiringGrad(), weight.cast(to: dtype).requiringGrad())
            let b = bias.cast(to: dtype).requiringGrad()
            let y = x.conv2D(weight: w, bias: b, padding: 1).tanh()
            let slopes = y.sum().gradients(withRespectTo: [x, w, b], createGraph: true)
            slopes.map { $0.squared().sum() }.reduce(Tensor.zeros([], dtype: dtype), +).backward()
            let tangent = jvp(of: { $0.conv2D(weight: w.detach(), padding: 1) }, at: x.detach(), along: x.detach())
            return [x.grad!, w.grad!, b.grad!, tangent.tangent]
        }
        for (single, double) in zip(results[0], results[1]) {
            #expect((single.cast(to: .float64) - double).abs().max().item() <= 1e-4 * double.abs().max().item())
        }
    }

    @Test func imagesOfAnotherOrderGiveTheSame() {
        let rows = Tensor.normal([8, 20, 20, 16], generator: RandomGenerator(seed: 2))
        let weight = Tensor.normal([16, 16, 3, 3], generator: RandomGenerator(seed: 3))
        let images = rows.transposed([0, 3, 1, 2])
        let packed = images.reshape(-1).reshape(images.shape)
        #expect(images.conv2D(weight: weight).scalars() == packed.conv2D(weight: weight).scalars())
    }
}

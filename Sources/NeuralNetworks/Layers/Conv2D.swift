public import Tensors

/// How much an image is padded around a convolution.
public enum Padding: Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    /// Zeros at each of the two ends of height and width.
    case zeros(Size2D)
    /// As many zeros as keep the image's size, for a stride of 1.
    case same

    public init(integerLiteral value: Int) { self = .zeros(Size2D(value, value)) }

    public init(arrayLiteral lengths: Int...) {
        if lengths.count != 2 { shapeError("Padding", "\(lengths) is not a height and a width") }
        self = .zeros(Size2D(lengths[0], lengths[1]))
    }
}

/// The convolution of images: out[n, o, y, x] = bias[o] + Σ weight[o, c, i, j] · in[n, c, stride · y + dilation · i - padding,
/// …] (LeCun et al., "Gradient-based learning applied to document recognition", 1998).
///
/// - Input: [batch, channels, height, width]. Output: [batch, outputs, rows, columns] with
///   ⌊(length + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1 rows and columns.
/// - Parameters: `weight` [outputs, channels / groups, kernel height, kernel width] and `bias` [outputs], drawn evenly from
///   ±1/√(channels / groups · kernel height · kernel width), as PyTorch does.
public final class Conv2D: Module {
    @Parameter public var weight: Tensor
    @OptionalParameter public var bias: Tensor?
    public let outputs: Int
    public let kernel: Size2D
    public let stride: Size2D
    public let padding: Size2D
    public let dilation: Size2D
    public let groups: Int
    private var channels: Int?
    private let dtype: DType
    private let generator: RandomGenerator

    /// - Parameters:
    ///   - channels: By the first input if `nil`.
    ///   - groups: Into how many parts the channels fall, each convolved by itself.
    public init(
        _ channels: Int?, _ outputs: Int, kernel: Size2D, stride: Size2D = 1, padding: Padding = 0,
        dilation: Size2D = 1, groups: Int = 1, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        Conv2D.require(
            outputs > 0 && groups > 0 && channels ?? groups > 0 && outputs % groups == 0
                && (channels ?? groups) % groups == 0,
            "\(channels ?? groups) channels and \(outputs) outputs do not divide into \(groups) groups")
        if case .zeros(let size) = padding {
            self.padding = size
        } else {
            let span = Size2D(dilation.height * (kernel.height - 1), dilation.width * (kernel.width - 1))
            Conv2D.require(
                stride == 1 && span.height % 2 == 0 && span.width % 2 == 0,
                "padding .same with a stride of \(stride) and a kernel of \(kernel); a stride of 1 and an odd kernel are "
                    + "wanted")
            self.padding = Size2D(span.height / 2, span.width / 2)
        }
        let windows = SlidingWindows(kernel: kernel, stride: stride, padding: self.padding, dilation: dilation)
        Conv2D.require(windows.problem == nil, windows.problem ?? "")
        (self.outputs, self.kernel, self.stride, self.dilation, self.groups) = (
            outputs, kernel, stride, dilation, groups
        )
        (self.dtype, self.generator) = (dtype, generator)
        _weight = Parameter()
        _bias = OptionalParameter(bias ? Parameter() : nil)
        super.init()
        if let channels { initialize(channels) }
    }

    private func initialize(_ channels: Int) {
        self.channels = channels
        let initializer = Initializer.fanInUniform(channels / groups * kernel.height * kernel.width)
        weight = initializer(
            [outputs, channels / groups, kernel.height, kernel.width], dtype: dtype, generator: generator)
        $bias?.value = initializer([outputs], dtype: dtype, generator: generator)
    }

    public override func forward(_ input: Tensor) -> Tensor {
        if !$weight.isInitialized && input.rank == 4 {
            if input.shape[1] % groups != 0 {
                failure("the input has shape \(input.shape); channels that divide into \(groups) groups are wanted")
            }
            initialize(input.shape[1])
        }
        check(input, axis: 1, has: $weight.isInitialized ? weight.shape[1] * groups : 0, "channels", rank: 4...4)
        return input.conv2D(
            weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }

    public override var layerDescription: String {
        "Conv2D(\(channels.map(String.init) ?? "?") → \(outputs), \(kernel.height)×\(kernel.width)"
            + settings(stride, padding, dilation, groups, hasBias: $bias != nil) + ")"
    }
}

/// The settings of a convolution that are not the usual ones.
func settings(_ stride: Size2D, _ padding: Size2D, _ dilation: Size2D, _ groups: Int, hasBias: Bool) -> String {
    (stride == 1 ? "" : ", stride \(stride)") + (padding == 0 ? "" : ", padding \(padding)")
        + (dilation == 1 ? "" : ", dilation \(dilation)") + (groups == 1 ? "" : ", \(groups) groups")
        + (hasBias ? "" : ", no bias")
}

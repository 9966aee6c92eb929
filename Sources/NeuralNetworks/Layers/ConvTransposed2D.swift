public import Tensors

/// The transposed convolution of images, which makes them larger: the gradient of `Conv2D` with respect to its input
/// (Zeiler, Krishnan, Taylor and Fergus, "Deconvolutional networks", 2010).
///
/// - Input: [batch, channels, height, width]. Output: [batch, outputs, rows, columns] with
///   (length - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1 rows and columns.
/// - Parameters: `weight` [channels, outputs / groups, kernel height, kernel width] and `bias` [outputs], drawn evenly from
///   ±1/√(outputs / groups · kernel height · kernel width), as PyTorch does.
public final class ConvTransposed2D: Module {
    @Parameter public var weight: Tensor
    @OptionalParameter public var bias: Tensor?
    public let stride: Size2D
    public let padding: Size2D
    public let outputPadding: Size2D
    public let dilation: Size2D
    public let groups: Int

    public init(
        _ channels: Int, _ outputs: Int, kernel: Size2D, stride: Size2D = 1, padding: Size2D = 0,
        outputPadding: Size2D = 0, dilation: Size2D = 1, groups: Int = 1, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        ConvTransposed2D.require(
            channels > 0 && outputs > 0 && groups > 0 && outputs % groups == 0 && channels % groups == 0,
            "\(channels) channels and \(outputs) outputs do not divide into \(groups) groups")
        let windows = SlidingWindows(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
        ConvTransposed2D.require(windows.problem == nil, windows.problem ?? "")
        (self.stride, self.padding, self.outputPadding) = (stride, padding, outputPadding)
        (self.dilation, self.groups) = (dilation, groups)
        let initializer = Initializer.fanInUniform(outputs / groups * kernel.height * kernel.width)
        weight = initializer(
            [channels, outputs / groups, kernel.height, kernel.width], dtype: dtype, generator: generator)
        _bias = OptionalParameter(
            bias ? Parameter(initializer([outputs], dtype: dtype, generator: generator)) : nil)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, axis: 1, has: weight.shape[0], "channels", rank: 4...4)
        return input.convTransposed2D(
            weight: weight, bias: bias, stride: stride, padding: padding, outputPadding: outputPadding,
            dilation: dilation, groups: groups)
    }

    public override var layerDescription: String {
        "ConvTransposed2D(\(weight.shape[0]) → \(weight.shape[1] * groups), \(weight.shape[2])×\(weight.shape[3])"
            + settings(stride, padding, dilation, groups, hasBias: $bias != nil) + ")"
    }
}

public import Tensors

/// The transposed convolution of sequences, which makes them longer: the gradient of `Conv1D` with respect to its input.
///
/// - Input: [batch, channels, length]. Output: [batch, outputs, steps] with
///   (length - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1 steps.
/// - Parameters: `weight` [channels, outputs / groups, kernel] and `bias` [outputs], drawn evenly from
///   ±1/√(outputs / groups · kernel), as PyTorch does.
public final class ConvTransposed1D: Module {
    @Parameter public var weight: Tensor
    @OptionalParameter public var bias: Tensor?
    public let stride: Int
    public let padding: Int
    public let outputPadding: Int
    public let dilation: Int
    public let groups: Int

    public init(
        _ channels: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, outputPadding: Int = 0,
        dilation: Int = 1, groups: Int = 1, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        ConvTransposed1D.require(
            channels > 0 && outputs > 0 && groups > 0 && outputs % groups == 0 && channels % groups == 0,
            "\(channels) channels and \(outputs) outputs do not divide into \(groups) groups")
        let windows = SlidingWindows(
            kernel: Size2D(1, kernel), stride: Size2D(1, stride), padding: Size2D(0, padding),
            dilation: Size2D(1, dilation))
        ConvTransposed1D.require(windows.problem == nil, windows.problem ?? "")
        (self.stride, self.padding, self.outputPadding) = (stride, padding, outputPadding)
        (self.dilation, self.groups) = (dilation, groups)
        let initializer = Initializer.fanInUniform(outputs / groups * kernel)
        weight = initializer([channels, outputs / groups, kernel], dtype: dtype, generator: generator)
        _bias = OptionalParameter(
            bias ? Parameter(initializer([outputs], dtype: dtype, generator: generator)) : nil)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, axis: 1, has: weight.shape[0], "channels", rank: 3...3)
        return input.expandingDims(axis: 2).convTransposed2D(
            weight: weight.expandingDims(axis: 2), bias: bias, stride: Size2D(1, stride), padding: Size2D(0, padding),
            outputPadding: Size2D(0, outputPadding), dilation: Size2D(1, dilation), groups: groups
        ).squeezing(axis: 2)
    }

    public override var layerDescription: String {
        "ConvTransposed1D(\(weight.shape[0]) → \(weight.shape[1] * groups), \(weight.shape[2])"
            + settings(
                Size2D(stride, stride), Size2D(padding, padding), Size2D(dilation, dilation), groups,
                hasBias: $bias != nil) + ")"
    }
}

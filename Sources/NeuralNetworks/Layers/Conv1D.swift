public import Tensors

/// The convolution of sequences: out[n, o, t] = bias[o] + Σ weight[o, c, i] · in[n, c, stride · t + dilation · i - padding].
///
/// - Input: [batch, channels, length]. Output: [batch, outputs, steps] with
///   ⌊(length + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1 steps.
/// - Parameters: `weight` [outputs, channels / groups, kernel] and `bias` [outputs], drawn evenly from
///   ±1/√(channels / groups · kernel), as PyTorch does.
public final class Conv1D: Module {
    @Parameter public var weight: Tensor
    @OptionalParameter public var bias: Tensor?
    public let outputs: Int
    public let kernel: Int
    public let stride: Int
    public let padding: Int
    public let dilation: Int
    public let groups: Int
    private let dtype: DType
    private let generator: RandomGenerator

    /// - Parameters:
    ///   - channels: By the first input if `nil`.
    ///   - groups: Into how many parts the channels fall, each convolved by itself.
    public init(
        _ channels: Int?, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
        groups: Int = 1, bias: Bool = true, dtype: DType = .float32, generator: RandomGenerator = .default
    ) {
        Conv1D.require(
            outputs > 0 && groups > 0 && channels ?? groups > 0 && outputs % groups == 0
                && (channels ?? groups) % groups == 0,
            "\(channels ?? groups) channels and \(outputs) outputs do not divide into \(groups) groups")
        let windows = SlidingWindows(
            kernel: Size2D(1, kernel), stride: Size2D(1, stride), padding: Size2D(0, padding),
            dilation: Size2D(1, dilation))
        Conv1D.require(windows.problem == nil, windows.problem ?? "")
        (self.outputs, self.kernel, self.stride) = (outputs, kernel, stride)
        (self.padding, self.dilation, self.groups) = (padding, dilation, groups)
        (self.dtype, self.generator) = (dtype, generator)
        _weight = Parameter()
        _bias = OptionalParameter(bias ? Parameter() : nil)
        super.init()
        if let channels { initialize(channels) }
    }

    private func initialize(_ channels: Int) {
        let initializer = Initializer.fanInUniform(channels / groups * kernel)
        weight = initializer([outputs, channels / groups, kernel], dtype: dtype, generator: generator)
        $bias?.value = initializer([outputs], dtype: dtype, generator: generator)
    }

    public override func forward(_ input: Tensor) -> Tensor {
        if !$weight.isInitialized && input.rank == 3 {
            if input.shape[1] % groups != 0 {
                failure("the input has shape \(input.shape); channels that divide into \(groups) groups are wanted")
            }
            initialize(input.shape[1])
        }
        check(input, axis: 1, has: $weight.isInitialized ? weight.shape[1] * groups : 0, "channels", rank: 3...3)
        return input.expandingDims(axis: 2).conv2D(
            weight: weight.expandingDims(axis: 2), bias: bias, stride: Size2D(1, stride), padding: Size2D(0, padding),
            dilation: Size2D(1, dilation), groups: groups
        ).squeezing(axis: 2)
    }

    public override var layerDescription: String {
        let channels = $weight.isInitialized ? "\(weight.shape[1] * groups)" : "?"
        return "Conv1D(\(channels) → \(outputs), \(kernel)"
            + settings(
                Size2D(stride, stride), Size2D(padding, padding), Size2D(dilation, dilation), groups,
                hasBias: $bias != nil) + ")"
    }
}

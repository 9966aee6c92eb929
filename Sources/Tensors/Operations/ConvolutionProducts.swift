internal import CKernels

/// The windows of a convolution, and into how many groups of channels it falls.
struct ConvolutionGeometry: Sendable {
    var windows: SlidingWindows
    var groups: Int
}

/// The three products behind a convolution and its derivatives, on plain elements. Images are [batch, channels, height,
/// width], weights [outputs, inputs / groups, kernel height, kernel width].
///
/// Where oneDNN computes them, the resulting images lie in memory with their channels side by side, else packed.
enum ConvolutionProducts {
    /// For each output channel and window the sum of its elements times the weights, and the channel's bias.
    static func output(
        _ input: Tensor, _ weight: Tensor, bias: Tensor? = nil, _ geometry: ConvolutionGeometry
    ) -> Tensor {
        let outputs = weight.shape[0]
        let count = geometry.windows.count(in: Size2D(input.shape[2], input.shape[3]))
        let shape: Shape = [input.shape[0], outputs, count.height, count.width]
        var sizes = sizes(input.shape, shape, geometry)
        let result = Tensor.storage(shape, input.dtype)
        let weight = weight.packed
        if isForOneDNN(shape, weight.shape, input.dtype) {
            let (images, bias) = (input.channelsLast, bias?.packed)
            let isDone = sl_onednn_convolve(
                SL_CONVOLVE, &sizes, images.node.address, weight.node.address, result.memory, bias?.node.address)
            withExtendedLifetime((images, bias)) {}
            if isDone != 0 { return Tensor(result, shape, input.dtype, strides: shape.channelsLastStrides) }
        }
        if weight.count == 0 { return .zeros(shape, dtype: input.dtype) }
        let images = input.packed
        sl_convolve(
            SL_CONVOLVE, input.dtype.kernel, &sizes, images.node.address, weight.node.address, result.memory)
        withExtendedLifetime((images, weight)) {}
        let sums = Tensor(result, shape, input.dtype)
        return bias.map { sums + $0.reshape(1, outputs, 1, 1) } ?? sums
    }

    /// The gradient with respect to the input, of `size`: the transposed convolution of the output's gradient.
    static func inputGradient(
        _ gradient: Tensor, _ weight: Tensor, size: Size2D, _ geometry: ConvolutionGeometry
    ) -> Tensor {
        let shape: Shape = [gradient.shape[0], weight.shape[1] * geometry.groups, size.height, size.width]
        var sizes = sizes(shape, gradient.shape, geometry)
        let result = Tensor.storage(shape, gradient.dtype)
        let weight = weight.packed
        if isForOneDNN(gradient.shape, weight.shape, gradient.dtype) {
            let images = gradient.channelsLast
            let isDone = sl_onednn_convolve(
                SL_CONVOLVE_BACK, &sizes, result.memory, weight.node.address, images.node.address, nil)
            withExtendedLifetime(images) {}
            if isDone != 0 { return Tensor(result, shape, gradient.dtype, strides: shape.channelsLastStrides) }
        }
        if weight.count == 0 { return .zeros(shape, dtype: gradient.dtype) }
        let images = gradient.packed
        sl_convolve(
            SL_CONVOLVE_BACK, gradient.dtype.kernel, &sizes, result.memory, weight.node.address, images.node.address)
        withExtendedLifetime((images, weight)) {}
        return Tensor(result, shape, gradient.dtype)
    }

    /// The gradient with respect to the weight, and that with respect to the bias if it is wanted.
    static func weightGradient(
        _ input: Tensor, _ gradient: Tensor, _ geometry: ConvolutionGeometry, withBias: Bool = false
    ) -> (weight: Tensor, bias: Tensor?) {
        let (outputs, dtype) = (gradient.shape[1], input.dtype)
        let kernel = geometry.windows.kernel
        let shape: Shape = [outputs, input.shape[1] / geometry.groups, kernel.height, kernel.width]
        var sizes = sizes(input.shape, gradient.shape, geometry)
        let weight = Tensor(Tensor.storage(shape, dtype), shape, dtype)
        if isForOneDNN(gradient.shape, shape, dtype) {
            let bias = withBias ? Tensor(Tensor.storage([outputs], dtype), [outputs], dtype) : nil
            let (images, gradients) = (input.channelsLast, gradient.channelsLast)
            let isDone = sl_onednn_convolve(
                SL_CORRELATE, &sizes, images.node.address, weight.node.address, gradients.node.address,
                bias?.node.address)
            withExtendedLifetime((images, gradients)) {}
            if isDone != 0 { return (weight, bias) }
        }
        if weight.count > 0 {
            let (images, gradients) = (input.packed, gradient.packed)
            sl_convolve(
                SL_CORRELATE, dtype.kernel, &sizes, images.node.address, weight.node.address, gradients.node.address)
            withExtendedLifetime((images, gradients)) {}
        }
        return (weight, withBias ? gradient.sum(axes: [0, 2, 3]) : nil)
    }

    /// Whether oneDNN is to be asked: fewer multiplications are not worth the code that it compiles for each size.
    private static func isForOneDNN(_ output: Shape, _ weight: Shape, _ dtype: DType) -> Bool {
        dtype == .float32 && output.elementCount * weight[1] * weight[2] * weight[3] >= 1 << 20
            && sl_gemm_backend_chosen() == SL_ONEDNN
    }

    private static func sizes(_ input: Shape, _ output: Shape, _ geometry: ConvolutionGeometry) -> sl_convolution {
        let windows = geometry.windows
        return sl_convolution(
            batch: input[0], channels: input[1], height: input[2], width: input[3], outputs: output[1],
            rows: output[2], columns: output[3], groups: geometry.groups, kernel_height: windows.kernel.height,
            kernel_width: windows.kernel.width, stride_height: windows.stride.height,
            stride_width: windows.stride.width, padding_height: windows.padding.height,
            padding_width: windows.padding.width, dilation_height: windows.dilation.height,
            dilation_width: windows.dilation.width)
    }
}

internal import CKernels

/// The windows of a convolution, and into how many groups of channels it falls.
struct ConvolutionGeometry: Sendable {
    var windows: SlidingWindows
    var groups: Int
}

/// The three products behind a convolution and its derivatives, on plain elements. Images are [batch, channels, height,
/// width], weights [outputs, inputs / groups, kernel height, kernel width].
///
/// Where oneDNN computes them, the resulting images lie in memory with their channels side by side.
enum ConvolutionProducts {
    /// For each output channel and window the sum of its elements times the weights, and the channel's bias.
    static func output(
        _ input: Tensor, _ weight: Tensor, bias: Tensor? = nil, _ geometry: ConvolutionGeometry
    ) -> Tensor {
        let outputs = weight.shape[0]
        let count = geometry.windows.count(in: Size2D(input.shape[2], input.shape[3]))
        let shape: Shape = [input.shape[0], outputs, count.height, count.width]
        if var sizes = oneDNNSizes(input.shape, shape, weight.shape, input.dtype, geometry) {
            let result = Tensor.storage(shape, input.dtype)
            let (images, weight, bias) = (input.channelsLast, weight.packed, bias?.packed)
            let isDone = sl_onednn_convolve(
                SL_CONVOLVE, &sizes, images.node.address, weight.node.address, result.memory, bias?.node.address)
            withExtendedLifetime((images, weight, bias)) {}
            if isDone != 0 { return Tensor(result, shape, input.dtype, strides: shape.channelsLastStrides) }
        }
        let matrices = matrices(weight, geometry)
        let sums = inParts(input.shape[0], geometry, weight, count) { samples in
            let columns = columns(input, samples, geometry, count)
            return matrices.matmul(columns).reshape(samples.count, outputs, count.height, count.width)
        }
        return bias.map { sums + $0.reshape(1, outputs, 1, 1) } ?? sums
    }

    /// The gradient with respect to the input, of `size`: the transposed convolution of the output's gradient.
    static func inputGradient(
        _ gradient: Tensor, _ weight: Tensor, size: Size2D, _ geometry: ConvolutionGeometry
    ) -> Tensor {
        let (groups, outputs) = (geometry.groups, weight.shape[0])
        let count = Size2D(gradient.shape[2], gradient.shape[3])
        let shape: Shape = [gradient.shape[0], weight.shape[1] * groups, size.height, size.width]
        if var sizes = oneDNNSizes(shape, gradient.shape, weight.shape, gradient.dtype, geometry) {
            let result = Tensor.storage(shape, gradient.dtype)
            let (images, weight) = (gradient.channelsLast, weight.packed)
            let isDone = sl_onednn_convolve(
                SL_CONVOLVE_BACK, &sizes, result.memory, weight.node.address, images.node.address, nil)
            withExtendedLifetime((images, weight)) {}
            if isDone != 0 { return Tensor(result, shape, gradient.dtype, strides: shape.channelsLastStrides) }
        }
        let matrices = matrices(weight, geometry).matrixTransposed
        return inParts(gradient.shape[0], geometry, weight, count) { samples in
            let rows = gradient.sliced(axis: 0, from: samples.lowerBound, to: samples.upperBound)
                .reshape(samples.count, groups, outputs / groups, count.height * count.width)
            return matrices.matmul(rows).reshape(
                samples.count, groups * weight.count / outputs, count.height * count.width
            )
            .folded(geometry.windows, to: size)
        }
    }

    /// The gradient with respect to the weight, and that with respect to the bias if it is wanted.
    static func weightGradient(
        _ input: Tensor, _ gradient: Tensor, _ geometry: ConvolutionGeometry, withBias: Bool = false
    ) -> (weight: Tensor, bias: Tensor?) {
        let (groups, outputs, inputs) = (geometry.groups, gradient.shape[1], input.shape[1])
        let count = Size2D(gradient.shape[2], gradient.shape[3])
        let kernel = geometry.windows.kernel
        let shape: Shape = [outputs, inputs / groups, kernel.height, kernel.width]
        if var sizes = oneDNNSizes(input.shape, gradient.shape, shape, input.dtype, geometry) {
            let weight = Tensor(Tensor.storage(shape, input.dtype), shape, input.dtype)
            let bias = withBias ? Tensor(Tensor.storage([outputs], input.dtype), [outputs], input.dtype) : nil
            let (images, gradients) = (input.channelsLast, gradient.channelsLast)
            let isDone = sl_onednn_convolve(
                SL_CORRELATE, &sizes, images.node.address, weight.node.address, gradients.node.address,
                bias?.node.address)
            withExtendedLifetime((images, gradients)) {}
            if isDone != 0 { return (weight, bias) }
        }
        var total: Tensor?
        for samples in parts(input.shape[0], geometry, inputs / groups, count) {
            let rows = gradient.sliced(axis: 0, from: samples.lowerBound, to: samples.upperBound)
                .reshape(samples.count, groups, outputs / groups, count.height * count.width)
            let columns = columns(input, samples, geometry, count)
            let part = rows.matmul(columns.matrixTransposed).sum(axis: 0).reshape(shape)
            total = total.map { $0 + part } ?? part
        }
        return (total ?? .zeros(shape, dtype: input.dtype), withBias ? gradient.sum(axes: [0, 2, 3]) : nil)
    }

    /// Fewer multiplications are not worth the code that oneDNN compiles for each size of images.
    private static var fewestForOneDNN: Int { 1 << 20 }

    /// The convolution as oneDNN is told of it, if it is to be asked.
    private static func oneDNNSizes(
        _ input: Shape, _ output: Shape, _ weight: Shape, _ dtype: DType, _ geometry: ConvolutionGeometry
    ) -> sl_convolution? {
        let windows = geometry.windows
        if dtype != .float32 || output.elementCount * weight[1] * weight[2] * weight[3] < fewestForOneDNN
            || sl_gemm_backend_chosen() != SL_ONEDNN
        {
            return nil
        }
        return sl_convolution(
            batch: input[0], channels: input[1], height: input[2], width: input[3], outputs: output[1],
            rows: output[2], columns: output[3], groups: geometry.groups, kernel_height: windows.kernel.height,
            kernel_width: windows.kernel.width, stride_height: windows.stride.height,
            stride_width: windows.stride.width, padding_height: windows.padding.height,
            padding_width: windows.padding.width, dilation_height: windows.dilation.height,
            dilation_width: windows.dilation.width)
    }

    private static func matrices(_ weight: Tensor, _ geometry: ConvolutionGeometry) -> Tensor {
        let outputs = weight.shape[0]
        return weight.reshape(1, geometry.groups, outputs / geometry.groups, weight.count / outputs)
    }

    private static func columns(
        _ input: Tensor, _ samples: Range<Int>, _ geometry: ConvolutionGeometry, _ count: Size2D
    ) -> Tensor {
        let kernel = geometry.windows.kernel
        let length = input.shape[1] / geometry.groups * kernel.height * kernel.width
        return input.sliced(axis: 0, from: samples.lowerBound, to: samples.upperBound).unfolded(geometry.windows)
            .reshape(samples.count, geometry.groups, length, count.height * count.width)
    }

    /// The most bytes that the elements of all windows take at once.
    private static var largestPart: Int { 1 << 25 }

    private static func parts(
        _ samples: Int, _ geometry: ConvolutionGeometry, _ groupInputs: Int, _ count: Size2D
    ) -> [Range<Int>] {
        let kernel = geometry.windows.kernel
        let bytes =
            4 * geometry.groups * groupInputs * kernel.height * kernel.width * Swift.max(1, count.height * count.width)
        let length = Swift.max(1, largestPart / Swift.max(1, bytes))
        return stride(from: 0, to: samples, by: length).map { $0..<Swift.min($0 + length, samples) }
    }

    private static func inParts(
        _ samples: Int, _ geometry: ConvolutionGeometry, _ weight: Tensor, _ count: Size2D,
        _ body: (Range<Int>) -> Tensor
    ) -> Tensor {
        let parts = parts(samples, geometry, weight.shape[1], count)
        if parts.count <= 1 { return body(0..<samples) }
        return .concatenated(parts.map(body))
    }
}

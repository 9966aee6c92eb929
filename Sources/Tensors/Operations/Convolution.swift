/// Images, weights and, if there is one, a bias to the sums of windows times weights.
final class Convolution: Operation, @unchecked Sendable {
    let geometry: ConvolutionGeometry
    init(_ geometry: ConvolutionGeometry) { self.geometry = geometry }
    override var name: String { "conv2D" }

    override func backward(_ pass: BackwardPass) {
        let (input, weight) = (pass.input(0), pass.input(1))
        pass.add(
            to: 0, pass.gradient.convolutionInput(weight, Size2D(input.shape[2], input.shape[3]), geometry))
        if pass.inputCount == 3 && pass.needsGradient(1) && pass.needsGradient(2) && !pass.isDifferentiated {
            let gradients = ConvolutionProducts.weightGradient(
                input.detach(), pass.gradient.detach(), geometry, withBias: true)
            pass.add(to: 1, gradients.weight)
            pass.add(to: 2, gradients.bias!)
            return
        }
        pass.add(to: 1, input.convolutionWeight(pass.gradient, geometry))
        if pass.inputCount == 3 { pass.add(to: 2, pass.gradient.sum(axes: [0, 2, 3])) }
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.sum { index, tangent in
            switch index {
            case 0: tangent.convolution(pass.input(1), geometry)
            case 1: pass.input(0).convolution(tangent, geometry)
            default: tangent.reshape(1, -1, 1, 1)
            }
        }
    }
}

/// The derivative of `Convolution` with respect to the images, itself a transposed convolution: gradient and weight to
/// images.
final class ConvolutionInput: Operation, @unchecked Sendable {
    let geometry: ConvolutionGeometry
    let size: Size2D
    init(_ geometry: ConvolutionGeometry, size: Size2D) {
        self.geometry = geometry
        self.size = size
    }
    override var name: String { "convTransposed2D" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.convolution(pass.input(1), geometry))
        pass.add(to: 1, pass.gradient.convolutionWeight(pass.input(0), geometry))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.sum { index, tangent in
            index == 0
                ? tangent.convolutionInput(pass.input(1), size, geometry)
                : pass.input(0).convolutionInput(tangent, size, geometry)
        }
    }
}

/// The derivative of `Convolution` with respect to the weight: images and gradient to a weight.
final class ConvolutionWeight: Operation, @unchecked Sendable {
    let geometry: ConvolutionGeometry
    init(_ geometry: ConvolutionGeometry) { self.geometry = geometry }
    override var name: String { "conv2D weight gradient" }

    override func backward(_ pass: BackwardPass) {
        let input = pass.input(0)
        pass.add(
            to: 0,
            pass.input(1).convolutionInput(pass.gradient, Size2D(input.shape[2], input.shape[3]), geometry))
        pass.add(to: 1, input.convolution(pass.gradient, geometry))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.sum { index, tangent in
            index == 0
                ? tangent.convolutionWeight(pass.input(1), geometry)
                : pass.input(0).convolutionWeight(tangent, geometry)
        }
    }
}

extension Tensor {
    fileprivate func convolution(
        _ weight: Tensor, bias: Tensor? = nil, _ geometry: ConvolutionGeometry
    ) -> Tensor {
        let value = ConvolutionProducts.output(detach(), weight.detach(), bias: bias?.detach(), geometry)
        let (node, operation) = (value.node, Convolution(geometry))
        guard let bias else {
            return Tensor(node.storage, node.shape, dtype, strides: node.strides, by: operation, self, weight)
        }
        return Tensor(
            node.storage, node.shape, dtype, strides: node.strides, by: operation, inputs: [self, weight, bias])
    }

    fileprivate func convolutionInput(
        _ weight: Tensor, _ size: Size2D, _ geometry: ConvolutionGeometry
    ) -> Tensor {
        let node = ConvolutionProducts.inputGradient(detach(), weight.detach(), size: size, geometry).node
        return Tensor(
            node.storage, node.shape, dtype, strides: node.strides, by: ConvolutionInput(geometry, size: size), self,
            weight)
    }

    fileprivate func convolutionWeight(_ gradient: Tensor, _ geometry: ConvolutionGeometry) -> Tensor {
        let value = ConvolutionProducts.weightGradient(detach(), gradient.detach(), geometry).weight
        return Tensor(value.packed.node.storage, value.shape, dtype, by: ConvolutionWeight(geometry), self, gradient)
    }

    /// The convolution (cross-correlation) of images with a weight, PyTorch's `conv2d`:
    /// out[n, o, y, x] = b[o] + Σ w[o, c, i, j] · in[n, c, stride · y + dilation · i - padding, …] over c, i and j.
    ///
    /// - Parameters:
    ///   - weight: [outputs, channels / groups, kernel height, kernel width] for images [batch, channels, height, width].
    ///   - bias: [outputs].
    ///   - groups: The number of groups of channels that are convolved each with its own part of the weight.
    /// - Returns: [batch, outputs, rows, columns] with ⌊(length + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1 rows
    ///   and columns.
    public func conv2D(
        weight: Tensor, bias: Tensor? = nil, stride: Size2D = 1, padding: Size2D = 0, dilation: Size2D = 1,
        groups: Int = 1
    ) -> Tensor {
        let (input, weight) = floatingPair(with: weight, "conv2D", groups)
        if input.shape[1] != weight.shape[1] * groups || weight.shape[0] % groups != 0 {
            shapeError(
                "conv2D",
                "images \(input.shape), weight \(weight.shape), \(groups) groups: [outputs, channels / groups, height, "
                    + "width] is wanted, with outputs and channels that divide into groups")
        }
        let windows = SlidingWindows(
            kernel: Size2D(weight.shape[2], weight.shape[3]), stride: stride, padding: padding, dilation: dilation)
        _ = windows.size(of: input, "conv2D")
        let geometry = ConvolutionGeometry(windows: windows, groups: groups)
        guard let bias else { return input.convolution(weight, geometry) }
        bias.checkChannels(weight.shape[0], "conv2D")
        if bias.dtype != input.dtype { return input.convolution(weight, geometry) + bias.reshape(1, -1, 1, 1) }
        return input.convolution(weight, bias: bias, geometry)
    }

    /// The transposed convolution of images with a weight, PyTorch's `conv_transpose2d`: the gradient of a `conv2D` with
    /// respect to its input. Every element is spread over a window.
    ///
    /// - Parameters:
    ///   - weight: [channels, outputs / groups, kernel height, kernel width] for images [batch, channels, height, width].
    ///   - bias: [outputs].
    ///   - outputPadding: Rows and columns that the output has in addition, at the end: several sizes of images have as
    ///     many windows.
    /// - Returns: [batch, outputs, rows, columns] with (length - 1) stride - 2 padding + dilation (kernel - 1) +
    ///   outputPadding + 1 rows and columns.
    public func convTransposed2D(
        weight: Tensor, bias: Tensor? = nil, stride: Size2D = 1, padding: Size2D = 0, outputPadding: Size2D = 0,
        dilation: Size2D = 1, groups: Int = 1
    ) -> Tensor {
        let (input, weight) = floatingPair(with: weight, "convTransposed2D", groups)
        let windows = SlidingWindows(
            kernel: Size2D(weight.shape[2], weight.shape[3]), stride: stride, padding: padding, dilation: dilation)
        if let problem = windows.problem { shapeError("convTransposed2D", problem) }
        if input.shape[1] != weight.shape[0] || input.shape[1] % groups != 0 {
            shapeError(
                "convTransposed2D",
                "images \(input.shape), weight \(weight.shape), \(groups) groups: [channels, outputs / groups, height, "
                    + "width] is wanted, with channels that divide into groups")
        }
        func length(_ axis: Int, _ part: KeyPath<Size2D, Int>) -> Int {
            (input.shape[axis] - 1) * stride[keyPath: part] - 2 * padding[keyPath: part]
                + dilation[keyPath: part] * (windows.kernel[keyPath: part] - 1) + outputPadding[keyPath: part] + 1
        }
        let size = Size2D(length(2, \.height), length(3, \.width))
        let extra = (outputPadding.height, outputPadding.width)
        if extra.0 < 0 || extra.1 < 0 || extra.0 >= Swift.max(stride.height, dilation.height)
            || extra.1 >= Swift.max(stride.width, dilation.width)
            || windows.count(in: size) != Size2D(input.shape[2], input.shape[3])
        {
            shapeError(
                "convTransposed2D",
                "images \(input.shape) give \(size.height)×\(size.width) with stride \(stride), padding \(padding) and "
                    + "output padding \(outputPadding) (less than the stride is wanted, and a positive size)")
        }
        bias?.checkChannels(weight.shape[1] * groups, "convTransposed2D")
        let images = input.convolutionInput(weight, size, ConvolutionGeometry(windows: windows, groups: groups))
        return bias.map { images + $0.reshape(1, -1, 1, 1) } ?? images
    }

    /// Images and weight in one type with fractions, four axes each.
    private func floatingPair(with weight: Tensor, _ operation: String, _ groups: Int) -> (Tensor, Tensor) {
        if rank != 4 || weight.rank != 4 {
            shapeError(
                operation,
                "images \(shape), weight \(weight.shape): [batch, channels, height, width] and a weight of four axes are "
                    + "wanted")
        }
        if groups < 1 { shapeError(operation, "\(groups) groups; a positive number is wanted") }
        let common = DType.promoted(floating.dtype, weight.floating.dtype)
        return (cast(to: common), weight.cast(to: common))
    }

    private func checkChannels(_ channels: Int, _ operation: String) {
        if shape != [channels] {
            shapeError(operation, "bias \(shape) for \(channels) outputs; [\(channels)] is wanted")
        }
    }
}

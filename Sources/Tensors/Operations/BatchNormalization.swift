internal import CKernels

/// (x - μ) / √(σ² + epsilon) · weight + bias for each channel, and max(…, 0) of that if it is rectified. Inputs are x, and
/// weight and bias if there are any.
final class BatchNormalization: FusedOperation, @unchecked Sendable {
    fileprivate let hasWeight: Bool
    fileprivate let hasBias: Bool
    fileprivate let isRectified: Bool
    fileprivate let epsilon: Double
    /// μ and σ², and whether they are those of x.
    fileprivate let mean: Tensor
    fileprivate let variance: Tensor
    fileprivate let isOfBatch: Bool

    fileprivate init(
        hasWeight: Bool, hasBias: Bool, isRectified: Bool, epsilon: Double, mean: Tensor, variance: Tensor,
        isOfBatch: Bool
    ) {
        (self.hasWeight, self.hasBias, self.isRectified) = (hasWeight, hasBias, isRectified)
        (self.epsilon, self.mean, self.variance, self.isOfBatch) = (epsilon, mean, variance, isOfBatch)
    }

    override var name: String { isRectified ? "batchNorm with relu" : "batchNorm" }

    override func composed(_ inputs: [Tensor]) -> Tensor {
        let x = inputs[0]
        let axes = (0..<x.rank).filter { $0 != 1 }
        var line = Shape(rank: x.rank, repeating: 1)
        line.lengths[1] = x.shape[1]
        let centered = x - (isOfBatch ? x.mean(axes: axes, keepDims: true) : mean.reshape(line))
        let variance = isOfBatch ? centered.squared().mean(axes: axes, keepDims: true) : variance.reshape(line)
        var result = centered / (variance + epsilon).sqrt()
        if hasWeight { result = result * inputs[1].reshape(line) }
        if hasBias { result = result + inputs[inputs.count - 1].reshape(line) }
        return isRectified ? result.relu() : result
    }

    override func fusedBackward(_ pass: BackwardPass) {
        let x = pass.input(0).detach().inChannels
        let isChannelsLast = x.node.isChannelsLast
        let shares = pass.gradient.detach().laidOut(channelsLast: isChannelsLast).channelGradient(
            x, isRectified ? pass.output.detach().laidOut(channelsLast: isChannelsLast) : nil, self,
            hasWeight ? pass.input(1).detach().packed : nil, needsInput: pass.needsGradient(0))
        if let share = shares.input { pass.add(to: 0, share) }
        if hasWeight { pass.add(to: 1, shares.weight) }
        if hasBias { pass.add(to: hasWeight ? 2 : 1, shares.bias) }
    }
}

extension Tensor {
    /// Batch normalization: (x - μ) / √(σ² + epsilon) · weight + bias for each entry of axis 1 (Ioffe and Szegedy, "Batch
    /// normalization", 2015).
    ///
    /// - Parameters:
    ///   - weight: [channels], as is the bias.
    ///   - moments: μ and σ², [channels]; those of this tensor if `nil`.
    ///   - rectified: Whether negative results become 0, as `relu()` makes them.
    /// - Returns: The result of this shape, and the mean and the variance that were used, not recorded.
    package func batchNormalized(
        weight: Tensor?, bias: Tensor?, epsilon: Double, moments: (mean: Tensor, variance: Tensor)? = nil,
        rectified: Bool = false
    ) -> (output: Tensor, mean: Tensor, variance: Tensor) {
        let type = [weight, bias].reduce(floating.dtype) { DType.promoted($0, $1?.floating.dtype ?? $0) }
        let (input, weight, bias) = (cast(to: type), weight?.cast(to: type), bias?.cast(to: type))
        let x = input.detach().inChannels
        var layout = x.channelLayout
        let line: Shape = [x.shape[1]]
        var (mean, variance): (Tensor, Tensor)
        if let moments {
            (mean, variance) = (moments.mean.detach().cast(to: type).packed, moments.variance.detach().cast(to: type))
        } else {
            mean = Tensor(Tensor.storage(line, type), line, type)
            variance = Tensor(Tensor.storage(line, type), line, type)
            sl_channel_moments(type.kernel, &layout, x.node.address, mean.node.address, variance.node.address)
        }
        let deviation = (variance + epsilon).sqrt()
        let scale = weight.map { $0.detach() / deviation } ?? deviation.reciprocal()
        let shift = bias?.detach().packed ?? .zeros(line, dtype: type)
        let storage = Tensor.storage(shape, type)
        sl_scale_channels(
            type.kernel, &layout, x.node.address, mean.node.address, scale.packed.node.address, shift.node.address,
            rectified ? 1 : 0, storage.memory)
        withExtendedLifetime((x, mean, scale, shift)) {}
        let operation = BatchNormalization(
            hasWeight: weight != nil, hasBias: bias != nil, isRectified: rectified, epsilon: epsilon, mean: mean,
            variance: variance, isOfBatch: moments == nil)
        let output = Tensor(
            storage, shape, type, strides: x.node.strides, by: operation,
            inputs: [input, weight, bias].compactMap { $0 })
        return (output, mean, variance)
    }

    /// The gradients of a batch normalization of `x` to `y`, all laid out alike, from that of the result.
    fileprivate func channelGradient(
        _ x: Tensor, _ y: Tensor?, _ operation: BatchNormalization, _ weight: Tensor?, needsInput: Bool
    ) -> (input: Tensor?, weight: Tensor, bias: Tensor) {
        var layout = x.channelLayout
        let line: Shape = [shape[1]]
        let sums = Tensor(Tensor.storage(line, dtype), line, dtype)
        let products = Tensor(Tensor.storage(line, dtype), line, dtype)
        let mean = operation.mean
        sl_channel_gradient_sums(
            dtype.kernel, &layout, node.address, x.node.address, y?.node.address, mean.node.address, sums.node.address,
            products.node.address)
        let deviation = (operation.variance + operation.epsilon).sqrt()
        let forWeight = products / deviation
        if !needsInput { return (nil, forWeight, sums) }
        let scale = (weight.map { $0 / deviation } ?? deviation.reciprocal())
        let samples = operation.isOfBatch ? Double(layout.outer * layout.inner) : .infinity
        let slope = -(scale * forWeight / deviation) * (1 / samples)
        let shift = -(scale * sums) * (1 / samples)
        let storage = Tensor.storage(shape, dtype)
        sl_channel_gradient(
            dtype.kernel, &layout, node.address, x.node.address, y?.node.address, mean.node.address,
            scale.node.address, slope.node.address, shift.node.address, storage.memory)
        withExtendedLifetime((self, x, y, mean, scale, slope, shift)) {}
        return (Tensor(storage, shape, dtype, strides: x.node.strides), forWeight, sums)
    }

    /// Packed, or with the channels side by side.
    fileprivate var inChannels: Tensor { node.isChannelsLast ? self : packed }

    fileprivate var channelLayout: sl_channels {
        let channels = shape[1]
        if node.isChannelsLast { return sl_channels(outer: count / channels, channels: channels, inner: 1) }
        let inner = shape[2...].reduce(1, *)
        return sl_channels(outer: shape[0], channels: channels, inner: inner)
    }
}

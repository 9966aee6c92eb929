public import Tensors

/// (x - μ) / √(σ² + epsilon) · weight + bias, with mean and variance of each sample over each group of channels (Wu and He,
/// "Group normalization", 2018). One group is layer, as many groups as channels instance normalization.
///
/// - Input and output: [batch, channels, ...].
/// - Parameters: `weight` (ones) and `bias` (zeros), [channels].
public final class GroupNorm: Module {
    @OptionalParameter public var weight: Tensor?
    @OptionalParameter public var bias: Tensor?
    public let groups: Int
    public let channels: Int
    public let epsilon: Double

    /// - Parameter affine: Whether there are weight and bias.
    public init(groups: Int, channels: Int, epsilon: Double = 1e-5, affine: Bool = true, dtype: DType = .float32) {
        GroupNorm.require(
            groups > 0 && channels > 0 && channels % groups == 0,
            "\(channels) channels do not divide into \(groups) groups")
        self.groups = groups
        self.channels = channels
        self.epsilon = epsilon
        _weight = OptionalParameter(affine ? Parameter(.ones([channels], dtype: dtype)) : nil)
        _bias = OptionalParameter(affine ? Parameter(.zeros([channels], dtype: dtype)) : nil)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, axis: 1, has: channels, "channels", rank: 2...8)
        let rows = input.reshape(input.shape[0], groups, input.count / (input.shape[0] * groups))
        let output = rows.floating.normalizedRows(axes: 1, epsilon: epsilon).reshape(input.shape)
        return output.scaledChannels(weight, bias)
    }

    public override var layerDescription: String { "GroupNorm(\(channels) channels, \(groups) groups)" }
}

extension Tensor {
    /// x · weight + bias, with one number of each for each entry of axis 1.
    func scaledChannels(_ weight: Tensor?, _ bias: Tensor?) -> Tensor {
        var line = [Int](repeating: 1, count: rank)
        line[1] = shape[1]
        var output = self
        if let weight { output = output * weight.reshape(Shape(line)) }
        if let bias { output = output + bias.reshape(Shape(line)) }
        return output
    }
}

public import Tensors

/// (x - μ) / √(σ² + epsilon) · weight + bias, with mean and variance of each sample over its last axes (Ba, Kiros and
/// Hinton, "Layer normalization", 2016).
///
/// - Input and output: [..., shape].
/// - Parameters: `weight` (ones) and `bias` (zeros) of the shape of the last axes.
public final class LayerNorm: Module {
    @OptionalParameter public var weight: Tensor?
    @OptionalParameter public var bias: Tensor?
    /// The lengths of the axes that are normalized.
    public let shape: Shape
    public let epsilon: Double

    /// - Parameter affine: Whether there are weight and bias.
    public init(_ shape: Shape, epsilon: Double = 1e-5, affine: Bool = true, dtype: DType = .float32) {
        LayerNorm.require(
            !shape.isEmpty && shape.allSatisfy { $0 > 0 }, "shape \(shape); one or more positive lengths are wanted")
        self.shape = shape
        self.epsilon = epsilon
        _weight = OptionalParameter(affine ? Parameter(.ones(shape, dtype: dtype)) : nil)
        _bias = OptionalParameter(affine ? Parameter(.zeros(shape, dtype: dtype)) : nil)
        super.init()
    }

    public convenience init(_ features: Int, epsilon: Double = 1e-5, affine: Bool = true, dtype: DType = .float32) {
        self.init([features], epsilon: epsilon, affine: affine, dtype: dtype)
    }

    public override func forward(_ input: Tensor) -> Tensor {
        if Array(input.shape.suffix(shape.rank)) != Array(shape) {
            failure("the input has shape \(input.shape); last axes of \(shape) are wanted")
        }
        return input.floating.normalizedRows(axes: shape.rank, epsilon: epsilon, weight: weight, bias: bias)
    }

    public override var layerDescription: String { "LayerNorm(\(shape.map(String.init).joined(separator: "×")))" }
}

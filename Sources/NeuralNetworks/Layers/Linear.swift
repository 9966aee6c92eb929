public import Tensors

/// y = x Wᵀ + b.
///
/// - Input: [..., inputs]. Output: [..., outputs].
/// - Parameters: `weight` [outputs, inputs] and `bias` [outputs], drawn evenly from ±1/√inputs, as PyTorch does
///   (He et al., "Delving deep into rectifiers", 2015, with a = √5).
public final class Linear: Module {
    @Parameter public var weight: Tensor
    private var biasParameter: OptionalBias

    /// Named `bias` like the property that reads it, which a layer without bias has as well.
    private struct OptionalBias: PromotesContents {
        var parameter: Parameter?
        var promotedContents: [(name: String, value: Any)] { parameter.map { [("bias", $0)] } ?? [] }
    }

    /// The bias, if the layer has one.
    public var bias: Tensor? {
        get { biasParameter.parameter?.value }
        set { biasParameter.parameter = newValue.map { Parameter($0) } }
    }

    public init(
        _ inputs: Int, _ outputs: Int, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        precondition(inputs > 0 && outputs > 0, "Linear(\(inputs), \(outputs)): both sizes must be positive")
        let bound = 1 / Double(inputs).squareRoot()
        _weight = Parameter(
            .uniform([outputs, inputs], low: -bound, high: bound, dtype: dtype, generator: generator))
        biasParameter = OptionalBias(
            parameter: bias
                ? Parameter(.uniform([outputs], low: -bound, high: bound, dtype: dtype, generator: generator)) : nil)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        input.linear(weight: weight, bias: bias)
    }

    public override var layerDescription: String {
        "Linear(\(weight.shape[1]) → \(weight.shape[0])\(bias == nil ? ", no bias" : ""))"
    }
}

public import Tensors

/// y = x Wᵀ + b.
///
/// - Input: [..., inputs]. Output: [..., outputs].
/// - Parameters: `weight` [outputs, inputs] and `bias` [outputs], drawn evenly from ±1/√inputs, as PyTorch does
///   (He et al., "Delving deep into rectifiers", 2015, with a = √5).
public final class Linear: Module {
    @Parameter public var weight: Tensor
    /// The bias, if the layer has one.
    @OptionalParameter public var bias: Tensor?

    private let outputs: Int
    private let generator: RandomGenerator
    private let dtype: DType

    public init(
        _ inputs: Int, _ outputs: Int, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        Linear.require(inputs > 0 && outputs > 0, "(\(inputs), \(outputs)): both sizes must be positive")
        (self.outputs, self.dtype, self.generator) = (outputs, dtype, generator)
        _weight = Parameter()
        _bias = OptionalParameter(bias ? Parameter() : nil)
        super.init()
        initialize(inputs)
    }

    /// A layer that takes the number of its inputs from the first one, as PyTorch's `LazyLinear`.
    public init(
        outputs: Int, bias: Bool = true, dtype: DType = .float32, generator: RandomGenerator = .default
    ) {
        Linear.require(outputs > 0, "(outputs: \(outputs)): the number must be positive")
        (self.outputs, self.dtype, self.generator) = (outputs, dtype, generator)
        _weight = Parameter()
        _bias = OptionalParameter(bias ? Parameter() : nil)
        super.init()
    }

    private func initialize(_ inputs: Int) {
        let initializer = Initializer.fanInUniform(inputs)
        weight = initializer([outputs, inputs], dtype: dtype, generator: generator)
        $bias?.value = initializer([outputs], dtype: dtype, generator: generator)
    }

    public override func forward(_ input: Tensor) -> Tensor {
        if input.rank > 0 && !$weight.isInitialized { initialize(input.shape[input.rank - 1]) }
        let weight = weight
        if input.rank == 0 || input.shape[input.rank - 1] != weight.shape[1] {
            failure("the input has shape \(input.shape); \(weight.shape[1]) features on the last axis are wanted")
        }
        return input.linear(weight: weight, bias: bias)
    }

    public override var layerDescription: String {
        let inputs = $weight.isInitialized ? "\(weight.shape[1])" : "?"
        return "Linear(\(inputs) → \(outputs)\($bias == nil ? ", no bias" : ""))"
    }
}

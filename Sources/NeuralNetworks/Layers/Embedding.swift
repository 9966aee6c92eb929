public import Tensors

/// A trained vector for each of a vocabulary's entries.
///
/// - Input: integers in 0..<count, [...]. Output: [..., features].
/// - Parameters: `weight` [count, features], normal with mean 0 and deviation 1, as PyTorch does.
public final class Embedding: Module {
    @Parameter public var weight: Tensor
    /// The entry whose vector is zeros and stays so.
    public let paddingIndex: Int?

    public init(
        _ count: Int, _ features: Int, paddingIndex: Int? = nil, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        Embedding.require(count > 0 && features > 0, "(\(count), \(features)): both sizes must be positive")
        Embedding.require(
            paddingIndex.map { (0..<count).contains($0) } ?? true,
            "the padding index \(paddingIndex ?? 0) is not in 0..<\(count)")
        var weight = Initializer.normal()([count, features], dtype: dtype, generator: generator)
        if let paddingIndex { weight[paddingIndex] = 0 }
        self.weight = weight
        self.paddingIndex = paddingIndex
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        let (count, features) = (weight.shape[0], weight.shape[1])
        let entries = input.array(of: Int.self)
        if input.dtype == .bool { failure("the input holds bools; integers in 0..<\(count) are wanted") }
        if input.dtype.isFloatingPoint && input.detach().equalTo(input.detach().floor()).all().item() == 0 {
            failure("the input holds fractions; integers in 0..<\(count) are wanted")
        }
        if let wrong = entries.firstIndex(where: { $0 < 0 || $0 >= count }) {
            failure("the input \(input.shape) holds \(entries[wrong]); integers in 0..<\(count) are wanted")
        }
        var vectors = weight
        if let paddingIndex {
            // Constant, so that no gradient reaches the vector of the padding.
            let isPadding = Tensor((0..<count).map { $0 == paddingIndex }, shape: [count, 1])
            vectors = .where(isPadding, vectors.detach(), vectors)
        }
        return vectors.gathered(rows: entries).reshape(Shape(Array(input.shape) + [features]))
    }

    public override var layerDescription: String { "Embedding(\(weight.shape[0]) → \(weight.shape[1]))" }
}

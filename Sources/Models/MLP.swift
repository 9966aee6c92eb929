public import NeuralNetworks
public import Tensors

/// The multilayer perceptron: linear layers with an activation between each two (Rumelhart, Hinton and Williams, "Learning
/// representations by back-propagating errors", 1986).
///
/// ```swift
/// let model = MLP([2, 8, 8, 1], activation: Tanh())
/// let logits = model(points)  // [batch, 2] → [batch, 1]
/// ```
///
/// - Input: [batch, sizes[0]], or anything that has as many numbers for each sample. Output: [batch, last size].
/// - Parameters: `layers.0.weight` [sizes[1], sizes[0]], `layers.0.bias` and so on: Σ (sizes[i] + 1) sizes[i + 1] numbers.
public final class MLP: Module {
    public let layers: Sequential

    /// - Parameters:
    ///   - sizes: The number of inputs, of the units of each hidden layer, and of outputs.
    ///   - activation: What follows each layer but the last; made anew for each.
    ///   - dropout: The probability that a hidden unit is dropped in training.
    public init(
        _ sizes: [Int], activation: @autoclosure () -> Module = ReLU(), dropout: Double = 0, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        MLP.require(sizes.count >= 2, "sizes \(sizes); those of the input and of the output are wanted at least")
        layers = Sequential {
            for index in 1..<sizes.count {
                Linear(sizes[index - 1], sizes[index], dtype: dtype, generator: generator)
                if index < sizes.count - 1 {
                    activation()
                    if dropout > 0 { Dropout(dropout, generator: generator) }
                }
            }
        }
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        layers(input.rank > 2 ? input.flattened(from: 1) : input)
    }
}

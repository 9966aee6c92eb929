public import NeuralNetworks
public import Tensors

/// The autoencoder: a network that is to put out its input, through a layer so narrow that it must find what matters (Hinton
/// and Salakhutdinov, "Reducing the dimensionality of data with neural networks", 2006).
///
/// ```swift
/// let model = Autoencoder([64, 32, 2])
/// let loss = meanSquaredError(model(images), images)
/// let points = model.encode(images)  // [count, 2]
/// ```
///
/// - Input and output: [batch, sizes[0]]; what the decoder makes is in 0...1, as pixels are.
/// - Parameters: `encoder.0.weight`, `encoder.0.bias` and so on, and as many of `decoder`, which mirrors it.
public final class Autoencoder: Module {
    /// From the input to the code, which is not bounded.
    public let encoder: Sequential
    /// From the code to the input.
    public let decoder: Sequential

    /// - Parameter sizes: The number of inputs, of the units of each hidden layer, and of the numbers in a code.
    public init(_ sizes: [Int], generator: RandomGenerator = .default) {
        Autoencoder.require(sizes.count >= 2, "sizes \(sizes); those of the input and of the code are wanted at least")
        func layers(_ sizes: [Int]) -> Sequential {
            Sequential {
                for index in 1..<sizes.count {
                    Linear(sizes[index - 1], sizes[index], generator: generator)
                    if index < sizes.count - 1 { ReLU() }
                }
            }
        }
        encoder = layers(sizes)
        decoder = layers(sizes.reversed())
        decoder.append(Sigmoid())
        super.init()
    }

    /// The codes of the inputs: [batch, last size].
    public func encode(_ input: Tensor) -> Tensor { encoder(input) }

    /// What codes stand for: [batch, first size], in 0...1.
    public func decode(_ codes: Tensor) -> Tensor { decoder(codes) }

    public override func forward(_ input: Tensor) -> Tensor { decode(encode(input)) }
}

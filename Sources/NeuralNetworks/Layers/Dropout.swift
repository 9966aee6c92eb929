public import Tensors

/// In training each element is 0 with the probability p, and the others are divided by 1 - p, so that the expected value
/// stays; in evaluation the input itself (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple
/// way to prevent neural networks from overfitting", 2014).
public final class Dropout: Module {
    public let probability: Double
    private let generator: RandomGenerator

    /// - Parameter probability: p, in 0..<1.
    public init(_ probability: Double = 0.5, generator: RandomGenerator = .default) {
        Dropout.require((0..<1).contains(probability), "a probability of \(probability); one in 0..<1 is wanted")
        self.probability = probability
        self.generator = generator
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        if !isTraining || probability == 0 { return input }
        let draws = Tensor.uniform(input.shape, generator: generator)
        let mask = (draws .>= probability).cast(to: input.floating.dtype) * (1 / (1 - probability))
        return input * mask
    }

    public override var layerDescription: String { "Dropout(\(probability))" }
}

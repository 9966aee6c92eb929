public import NeuralNetworks
public import Tensors

/// LeNet-5, which read the digits on cheques (LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
/// recognition", 1998): twice convolution, tanh and the mean of each 2 × 2 pixels, then three linear layers.
///
/// ```swift
/// let model = LeNet()
/// let logits = model(images)  // [batch, 1, 28, 28] → [batch, 10]
/// ```
///
/// The form that most use today: each map of the second convolution sees all of the first, means have no weights of their
/// own, and the last layer is linear.
///
/// - Input: [batch, channels, size, size]. Output: logits, [batch, classes].
/// - Parameters: `conv1` 1 → 6 and `conv2` 6 → 16, of 5 × 5 pixels, `fc1` 400 → 120, `fc2` 120 → 84 and `fc3` 84 → 10:
///   61,706 numbers.
public final class LeNet: Module {
    public let conv1: Conv2D
    public let conv2: Conv2D
    public let fc1: Linear
    public let fc2: Linear
    /// The last layer, which may be replaced by one for other classes.
    public var fc3: Module
    private let pool = AveragePool2D(2)
    private let size: Int

    /// - Parameter size: Height and width of the images: 28, as those of MNIST, or more. Images of less than 32 are padded by
    ///   two pixels on each side.
    public init(classes: Int = 10, channels: Int = 1, size: Int = 28, generator: RandomGenerator = .default) {
        LeNet.require(size >= 12, "images of size \(size); 12 is the least, 28 or 32 are usual")
        self.size = size
        let padding = size < 32 ? 2 : 0
        conv1 = Conv2D(channels, 6, kernel: 5, padding: .zeros(Size2D(padding, padding)), generator: generator)
        conv2 = Conv2D(6, 16, kernel: 5, generator: generator)
        let side = ((size + 2 * padding - 4) / 2 - 4) / 2
        fc1 = Linear(16 * side * side, 120, generator: generator)
        fc2 = Linear(120, 84, generator: generator)
        fc3 = Linear(84, classes, generator: generator)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, axis: 3, has: size, "pixels", rank: 4...4)
        let first = pool(conv1(input).tanh())
        let second = pool(conv2(first).tanh())
        return fc3(fc2(fc1(second.flattened(from: 1)).tanh()).tanh())
    }
}

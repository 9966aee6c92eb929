public import NeuralNetworks
public import Tensors

/// AlexNet, with which deep learning won ImageNet (Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep
/// convolutional neural networks", 2012): five convolutions, rectified and partly pooled, and three linear layers with
/// dropout.
///
/// ```swift
/// let model = AlexNet()             // [batch, 3, 224, 224] → [batch, 1000]
/// let small = AlexNet.small()       // [batch, 3, 32, 32] → [batch, 10]
/// model.classifier[6] = Linear(4096, 5)
/// ```
///
/// The form with one column of Krizhevsky's "One weird trick for parallelizing convolutional neural networks" (2014), with
/// torchvision's names, so that its weights load.
///
/// - Input: [batch, channels, height, width], at least 63 × 63. Output: logits, [batch, classes].
/// - Parameters: `features.0.weight` [64, 3, 11, 11] to `classifier.6.bias` [1000]: 61,100,840 numbers.
public final class AlexNet: Module {
    /// The convolutions.
    public let features: Sequential
    /// The linear layers; the last one may be replaced by one for other classes.
    public let classifier: Sequential
    private let pool: AdaptiveAveragePool2D

    public init(
        classes: Int = 1000, channels: Int = 3, dropout: Double = 0.5, generator: RandomGenerator = .default
    ) {
        features = Sequential {
            Conv2D(channels, 64, kernel: 11, stride: 4, padding: 2, generator: generator)
            ReLU()
            MaxPool2D(3, stride: 2)
            Conv2D(64, 192, kernel: 5, padding: 2, generator: generator)
            ReLU()
            MaxPool2D(3, stride: 2)
            AlexNet.lastConvolutions(generator)
            MaxPool2D(3, stride: 2)
        }
        pool = AdaptiveAveragePool2D(6)
        classifier = AlexNet.classifier(256 * 6 * 6, 4096, classes, dropout, generator)
        super.init()
    }

    /// The same for images of 32 × 32 pixels, as those of CIFAR-10: a first convolution of 3 × 3, pooling of 2 × 2, and
    /// narrower linear layers.
    ///
    /// - Parameter hidden: The width of the linear layers.
    /// - Returns: With 10 classes and 3 channels a network of 3,044,170 parameters.
    public static func small(
        classes: Int = 10, channels: Int = 3, hidden: Int = 512, dropout: Double = 0.5,
        generator: RandomGenerator = .default
    ) -> AlexNet {
        AlexNet(
            features: Sequential {
                Conv2D(channels, 64, kernel: 3, stride: 2, padding: 1, generator: generator)
                ReLU()
                MaxPool2D(2)
                Conv2D(64, 192, kernel: 3, padding: 1, generator: generator)
                ReLU()
                MaxPool2D(2)
                lastConvolutions(generator)
                MaxPool2D(2)
            }, pool: AdaptiveAveragePool2D(2),
            classifier: classifier(256 * 2 * 2, hidden, classes, dropout, generator))
    }

    private init(features: Sequential, pool: AdaptiveAveragePool2D, classifier: Sequential) {
        (self.features, self.pool, self.classifier) = (features, pool, classifier)
        super.init()
    }

    @SequentialBuilder
    private static func lastConvolutions(_ generator: RandomGenerator) -> [Module] {
        Conv2D(192, 384, kernel: 3, padding: 1, generator: generator)
        ReLU()
        Conv2D(384, 256, kernel: 3, padding: 1, generator: generator)
        ReLU()
        Conv2D(256, 256, kernel: 3, padding: 1, generator: generator)
        ReLU()
    }

    private static func classifier(
        _ inputs: Int, _ hidden: Int, _ classes: Int, _ dropout: Double, _ generator: RandomGenerator
    ) -> Sequential {
        Sequential {
            Dropout(dropout, generator: generator)
            Linear(inputs, hidden, generator: generator)
            ReLU()
            Dropout(dropout, generator: generator)
            Linear(hidden, hidden, generator: generator)
            ReLU()
            Linear(hidden, classes, generator: generator)
        }
    }

    public override func forward(_ input: Tensor) -> Tensor { classifier(pool(features(input)).flattened(from: 1)) }
}

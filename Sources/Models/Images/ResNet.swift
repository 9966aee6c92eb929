public import NeuralNetworks
public import Tensors

/// A network of residual blocks, each of which adds to its input what it has learned, so that gradients reach the first layer
/// of many (He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016): ``ResNet18`` or ``ResNet20``.
///
/// The names are torchvision's: `conv1`, `bn1`, `layer1.0.conv1`, …, `fc`.
public class ResNet: Module {
    public final let conv1: Conv2D
    public final let bn1: BatchNorm2D
    public final let layer1: Sequential
    /// From here on the first block halves the image and doubles the width.
    public final let layer2: Sequential
    public final let layer3: Sequential
    public final let layer4: Sequential?
    /// From the last features to the classes; may be replaced by a layer for other classes.
    public final var fc: Module
    private let maxpool: MaxPool2D?
    private let pool = GlobalAveragePool()

    /// - Parameters:
    ///   - blocks: How many blocks there are of each width, three or four numbers.
    ///   - width: Of the first ones.
    ///   - isLarge: Whether the images are so large that the first convolution and a pooling bring them to a quarter.
    fileprivate init(
        blocks: [Int], width: Int, isLarge: Bool, classes: Int, channels: Int, _ generator: RandomGenerator
    ) {
        conv1 =
            isLarge
            ? Conv2D(channels, width, kernel: 7, stride: 2, padding: 3, bias: false, generator: generator)
            : Conv2D(channels, width, kernel: 3, padding: 1, bias: false, generator: generator)
        bn1 = BatchNorm2D(width)
        maxpool = isLarge ? MaxPool2D(3, stride: 2, padding: 1) : nil
        func stage(_ index: Int) -> Sequential {
            let outputs = width << index
            return Sequential {
                ResidualBlock(
                    index == 0 ? outputs : outputs / 2, outputs, stride: index == 0 ? 1 : 2, generator: generator)
                for _ in 1..<blocks[index] { ResidualBlock(outputs, outputs, generator: generator) }
            }
        }
        (layer1, layer2, layer3, layer4) = (stage(0), stage(1), stage(2), blocks.count > 3 ? stage(3) : nil)
        fc = Linear(width << (blocks.count - 1), classes, generator: generator)
        super.init()
        initialize("*conv?.weight", with: .heNormal(.fanOut), generator: generator)
        initialize("*.downsample.0.weight", with: .heNormal(.fanOut), generator: generator)
    }

    /// What the last layer sees of each image: [batch, width].
    public final func features(_ input: Tensor) -> Tensor {
        let start = bn1.rectified(conv1(input))
        let third = layer3(layer2(layer1(maxpool?(start) ?? start)))
        return pool(layer4?(third) ?? third)
    }

    public final override func forward(_ input: Tensor) -> Tensor { fc(features(input)) }
}

/// The smallest residual network for ImageNet: a convolution of 7 × 7 pixels, eight blocks, a linear layer. torchvision's
/// `resnet18`, whose weights load.
///
/// ```swift
/// let model = ResNet18()
/// try Weights.load("resnet18.safetensors", into: model)
/// model.fc = Linear(512, 5)
/// ```
///
/// - Input: [batch, channels, height, width], mostly 224 × 224. Output: logits, [batch, classes].
/// - Parameters: 11,689,512 numbers.
public final class ResNet18: ResNet {
    public init(classes: Int = 1000, channels: Int = 3, generator: RandomGenerator = .default) {
        super.init(
            blocks: [2, 2, 2, 2], width: 64, isLarge: true, classes: classes, channels: channels, generator)
    }
}

/// The residual network for images of 32 × 32 pixels: a convolution of 3 × 3, nine blocks of 16, 32 and 64 channels, a linear
/// layer.
///
/// ```swift
/// let model = ResNet20()
/// let logits = model(images)  // [batch, 3, 32, 32] → [batch, 10]
/// ```
///
/// Where the width changes, the way around a block is a convolution of 1 × 1 with batch normalization: the paper's option B.
/// (With its option A, zeros in the new channels, there would be 269,722 parameters.)
///
/// - Input: [batch, channels, height, width]. Output: logits, [batch, classes].
/// - Parameters: 272,474 numbers.
public final class ResNet20: ResNet {
    public init(classes: Int = 10, channels: Int = 3, generator: RandomGenerator = .default) {
        super.init(blocks: [3, 3, 3], width: 16, isLarge: false, classes: classes, channels: channels, generator)
    }
}

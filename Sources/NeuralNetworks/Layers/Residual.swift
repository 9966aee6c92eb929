public import Tensors

/// body(x) + shortcut(x): what the body learns is the difference from the input (He, Zhang, Ren and Sun, "Deep residual
/// learning for image recognition", 2016).
///
/// ```swift
/// Residual {
///     Linear(64, 64)
///     ReLU()
///     Linear(64, 64)
/// }
/// ```
public final class Residual: Module {
    public let body: Module
    /// What the input goes through on its way around the body; the input itself without one.
    public let shortcut: Module?

    public init(_ body: Module, shortcut: Module? = nil) {
        self.body = body
        self.shortcut = shortcut
        super.init()
    }

    public convenience init(shortcut: Module? = nil, @SequentialBuilder _ layers: () -> [Module]) {
        self.init(Sequential(layers()), shortcut: shortcut)
    }

    public override func forward(_ input: Tensor) -> Tensor {
        let (output, around) = (body(input), shortcut?(input) ?? input)
        if output.shape != around.shape {
            failure(
                "the body makes \(output.shape) of an input of \(input.shape), the shortcut \(around.shape) (shapes must "
                    + "agree: give a shortcut that changes the shape as the body does)")
        }
        return output + around
    }
}

/// The block of ResNet-18 and ResNet-20: relu(bn2(conv2(relu(bn1(conv1(x))))) + shortcut(x)), with 3×3 convolutions without
/// bias. Where the shape changes, the shortcut is a 1×1 convolution with batch normalization (He, Zhang, Ren and Sun 2016).
///
/// - Input: [batch, channels, height, width]. Output: [batch, outputs, height / stride, width / stride].
public final class ResidualBlock: Module {
    public let conv1: Conv2D
    public let bn1: BatchNorm2D
    public let conv2: Conv2D
    public let bn2: BatchNorm2D
    public let downsample: Sequential?

    public init(_ channels: Int, _ outputs: Int, stride: Int = 1, generator: RandomGenerator = .default) {
        ResidualBlock.require(stride > 0, "a stride of \(stride); a positive number is wanted")
        let step = Size2D(stride, stride)
        conv1 = Conv2D(channels, outputs, kernel: 3, stride: step, padding: 1, bias: false, generator: generator)
        bn1 = BatchNorm2D(outputs)
        conv2 = Conv2D(outputs, outputs, kernel: 3, padding: 1, bias: false, generator: generator)
        bn2 = BatchNorm2D(outputs)
        downsample =
            channels == outputs && stride == 1
            ? nil
            : Sequential(
                Conv2D(channels, outputs, kernel: 1, stride: step, bias: false, generator: generator),
                BatchNorm2D(outputs))
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        let hidden = bn1.rectified(conv1(input))
        return (bn2(conv2(hidden)) + (downsample?(input) ?? input)).relu()
    }

    public override var layerDescription: String {
        "ResidualBlock(\(conv1.weight.shape[1]) → \(conv1.outputs)\(conv1.stride == 1 ? "" : ", stride \(conv1.stride)"))"
    }
}

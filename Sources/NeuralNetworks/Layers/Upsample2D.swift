public import Tensors

/// Images enlarged by repeating each pixel: [batch, channels, height, width] to
/// [batch, channels, factor · height, factor · width], PyTorch's `Upsample(mode: "nearest")`. With a convolution behind it, it
/// is the way back in autoencoders that leaves no checkerboard (Odena, Dumoulin and Olah, "Deconvolution and checkerboard
/// artifacts", 2016).
public final class Upsample2D: Module {
    public let factor: Size2D

    public init(_ factor: Size2D) {
        Upsample2D.require(
            factor.height > 0 && factor.width > 0, "a factor of \(factor); positive whole numbers are wanted")
        self.factor = factor
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        if input.rank != 4 {
            failure("the input has shape \(input.shape); [batch, channels, height, width] is wanted")
        }
        return input.repeated(factor.height, axis: 2).repeated(factor.width, axis: 3)
    }

    public override var layerDescription: String { "Upsample2D(\(factor))" }
}

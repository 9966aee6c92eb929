public import Tensors

/// The mean of all elements of each channel: [batch, channels, ...] to [batch, channels].
public final class GlobalAveragePool: Module {
    public override func forward(_ input: Tensor) -> Tensor {
        if input.rank < 3 { failure("the input has shape \(input.shape); [batch, channels, …] is wanted") }
        return input.mean(axes: Array(2..<input.rank))
    }
}

/// The largest element of each channel: [batch, channels, ...] to [batch, channels].
public final class GlobalMaxPool: Module {
    public override func forward(_ input: Tensor) -> Tensor {
        if input.rank < 3 { failure("the input has shape \(input.shape); [batch, channels, …] is wanted") }
        return input.max(axes: Array(2..<input.rank))
    }
}

/// Means of as many parts of each image as the output has elements, whatever the image's size: [batch, channels, height,
/// width] to [batch, channels, rows, columns]. Part i of n of a length goes from ⌊i · length / n⌋ to ⌈(i + 1) · length / n⌉.
public final class AdaptiveAveragePool2D: Module {
    public let size: Size2D

    public init(_ size: Size2D) {
        AdaptiveAveragePool2D.require(
            size.height > 0 && size.width > 0, "an output of \(size); positive lengths are wanted")
        self.size = size
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        if input.rank != 4 { failure("the input has shape \(input.shape); [batch, channels, height, width] is wanted") }
        let x = input.floating
        let rows = AdaptiveAveragePool2D.means(size.height, of: x.shape[2], x.dtype)
        let columns = AdaptiveAveragePool2D.means(size.width, of: x.shape[3], x.dtype)
        return rows.matmul(x).matmul(columns.transposed())
    }

    public override var layerDescription: String { "AdaptiveAveragePool2D(\(size.height)×\(size.width))" }

    /// The matrix that takes the means of `parts` parts of a vector: [parts, length].
    private static func means(_ parts: Int, of length: Int, _ dtype: DType) -> Tensor {
        var elements = [Double](repeating: 0, count: parts * length)
        for part in 0..<parts {
            let (start, end) = (part * length / parts, ((part + 1) * length + parts - 1) / parts)
            for place in start..<end { elements[part * length + place] = 1 / Double(end - start) }
        }
        return Tensor(elements, shape: [parts, length], dtype: dtype)
    }
}

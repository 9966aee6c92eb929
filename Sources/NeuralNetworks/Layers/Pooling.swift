public import Tensors

/// A layer that slides a window over each channel.
public class WindowPooling: Module {
    public final let kernel: Size2D
    public final let stride: Size2D
    public final let padding: Size2D

    fileprivate init(_ kernel: Size2D, _ stride: Size2D?, _ padding: Size2D) {
        let windows = SlidingWindows(kernel: kernel, stride: stride ?? kernel, padding: padding)
        Self.require(windows.problem == nil, windows.problem ?? "")
        Self.require(
            2 * padding.height <= kernel.height && 2 * padding.width <= kernel.width,
            "a padding of \(padding) for a kernel of \(kernel); at most half of it is wanted")
        self.kernel = kernel
        self.stride = stride ?? kernel
        self.padding = padding
        super.init()
    }

    fileprivate final func check(_ input: Tensor, rank: Int) {
        if input.rank != rank {
            let wanted = rank == 4 ? "[batch, channels, height, width]" : "[batch, channels, length]"
            failure("the input has shape \(input.shape); \(wanted) is wanted")
        }
    }

    public final override var layerDescription: String {
        "\(type(of: self))(\(kernel.height == 1 ? "\(kernel.width)" : "\(kernel.height)×\(kernel.width)")"
            + (stride == kernel ? "" : ", stride \(kernel.height == 1 ? "\(stride.width)" : "\(stride)")")
            + (padding == 0 ? "" : ", padding \(kernel.height == 1 ? "\(padding.width)" : "\(padding)")") + ")"
    }
}

/// The largest element of each window of images: [batch, channels, height, width] to [batch, channels, rows, columns].
public final class MaxPool2D: WindowPooling {
    /// - Parameter stride: The kernel's size unless it is given.
    public init(_ kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0) { super.init(kernel, stride, padding) }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, rank: 4)
        return input.maxPool2D(kernel: kernel, stride: stride, padding: padding)
    }
}

/// The mean of each window of images: [batch, channels, height, width] to [batch, channels, rows, columns].
public final class AveragePool2D: WindowPooling {
    /// Whether the zeros of the padding count as elements.
    public let countsPadding: Bool

    /// - Parameter stride: The kernel's size unless it is given.
    public init(_ kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0, countsPadding: Bool = true) {
        self.countsPadding = countsPadding
        super.init(kernel, stride, padding)
    }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, rank: 4)
        return input.averagePool2D(kernel: kernel, stride: stride, padding: padding, countsPadding: countsPadding)
    }
}

/// The largest element of each window of sequences: [batch, channels, length] to [batch, channels, windows].
public final class MaxPool1D: WindowPooling {
    /// - Parameter stride: The kernel's length unless it is given.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
        super.init(Size2D(1, kernel), stride.map { Size2D(1, $0) }, Size2D(0, padding))
    }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, rank: 3)
        return input.expandingDims(axis: 2).maxPool2D(kernel: kernel, stride: stride, padding: padding)
            .squeezing(axis: 2)
    }
}

/// The mean of each window of sequences: [batch, channels, length] to [batch, channels, windows].
public final class AveragePool1D: WindowPooling {
    /// Whether the zeros of the padding count as elements.
    public let countsPadding: Bool

    /// - Parameter stride: The kernel's length unless it is given.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0, countsPadding: Bool = true) {
        self.countsPadding = countsPadding
        super.init(Size2D(1, kernel), stride.map { Size2D(1, $0) }, Size2D(0, padding))
    }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, rank: 3)
        return input.expandingDims(axis: 2)
            .averagePool2D(kernel: kernel, stride: stride, padding: padding, countsPadding: countsPadding)
            .squeezing(axis: 2)
    }
}

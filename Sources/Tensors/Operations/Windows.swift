internal import CKernels

/// A height and a width; one number stands for both, an array for one each: `3`, `[3, 5]`.
public struct Size2D: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    CustomStringConvertible
{
    public var height: Int
    public var width: Int

    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    public init(integerLiteral value: Int) { self.init(value, value) }

    public init(arrayLiteral lengths: Int...) {
        if lengths.count != 2 { shapeError("Size2D", "\(lengths) is not a height and a width") }
        self.init(lengths[0], lengths[1])
    }

    public var description: String { height == width ? "\(height)" : "\(height)×\(width)" }
}

/// How windows slide over the last two axes of images: the geometry of convolutions and pooling.
package struct SlidingWindows: Sendable, Hashable {
    package var kernel: Size2D
    package var stride: Size2D
    package var padding: Size2D
    package var dilation: Size2D

    package init(kernel: Size2D, stride: Size2D = 1, padding: Size2D = 0, dilation: Size2D = 1) {
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
    }

    /// What is wrong with the numbers, if something is.
    package var problem: String? {
        if kernel.height < 1 || kernel.width < 1 { return "a kernel of \(kernel); positive lengths are wanted" }
        if stride.height < 1 || stride.width < 1 { return "a stride of \(stride); positive numbers are wanted" }
        if padding.height < 0 || padding.width < 0 { return "a padding of \(padding); it must not be negative" }
        if dilation.height < 1 || dilation.width < 1 { return "a dilation of \(dilation); positive numbers are wanted" }
        return nil
    }

    /// How many windows fit above and beside each other: ⌊(length + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1.
    package func count(in image: Size2D) -> Size2D {
        func count(_ length: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int) -> Int {
            let room = length + 2 * padding - dilation * (kernel - 1) - 1
            return room < 0 ? 0 : room / stride + 1
        }
        return Size2D(
            count(image.height, kernel.height, stride.height, padding.height, dilation.height),
            count(image.width, kernel.width, stride.width, padding.width, dilation.width))
    }

    func windows(planes: Int, _ image: Size2D) -> sl_windows {
        let count = count(in: image)
        return sl_windows(
            planes: planes, height: image.height, width: image.width, kernel_height: kernel.height,
            kernel_width: kernel.width, stride_height: stride.height, stride_width: stride.width,
            padding_height: padding.height, padding_width: padding.width, dilation_height: dilation.height,
            dilation_width: dilation.width, rows: count.height, columns: count.width)
    }

    /// The size of an image, or a message that names `operation`.
    func size(of images: Tensor, _ operation: String) -> Size2D {
        if let problem { shapeError(operation, problem) }
        if images.rank != 4 {
            shapeError(operation, "shape \(images.shape); images [batch, channels, height, width] are wanted")
        }
        let size = Size2D(images.shape[2], images.shape[3])
        if count(in: size).height == 0 || count(in: size).width == 0 {
            shapeError(
                operation,
                "images of \(size.height)×\(size.width) with a padding of \(padding) hold no window of \(kernel) with a "
                    + "dilation of \(dilation)")
        }
        return size
    }
}

/// The elements of all windows, side by side.
final class Unfold: Operation, @unchecked Sendable {
    let windows: SlidingWindows
    let size: Size2D
    init(windows: SlidingWindows, size: Size2D) {
        self.windows = windows
        self.size = size
    }
    override var name: String { "unfold" }

    override func backward(_ pass: BackwardPass) { pass.add(to: 0, pass.gradient.folded(windows, to: size)) }

    override func forward(_ pass: ForwardPass) -> Tensor { pass.tangent.unfolded(windows) }
}

/// The sums of what windows hold for each place: the derivative of `Unfold`.
final class Fold: Operation, @unchecked Sendable {
    let windows: SlidingWindows
    let size: Size2D
    init(windows: SlidingWindows, size: Size2D) {
        self.windows = windows
        self.size = size
    }
    override var name: String { "fold" }

    override func backward(_ pass: BackwardPass) { pass.add(to: 0, pass.gradient.unfolded(windows)) }

    override func forward(_ pass: ForwardPass) -> Tensor { pass.tangent.folded(windows, to: size) }
}

extension Tensor {
    /// The elements of all windows of images [batch, channels, height, width], PyTorch's `unfold`:
    /// [batch, channels · kernel height · kernel width, windows], with zeros for the padding.
    public func unfold(kernel: Size2D, stride: Size2D = 1, padding: Size2D = 0, dilation: Size2D = 1) -> Tensor {
        unfolded(SlidingWindows(kernel: kernel, stride: stride, padding: padding, dilation: dilation))
    }

    /// Images of `size` whose elements are the sums of those that windows hold for their place, PyTorch's `fold`:
    /// [batch, channels · kernel height · kernel width, windows] gives [batch, channels, height, width].
    public func fold(
        to size: Size2D, kernel: Size2D, stride: Size2D = 1, padding: Size2D = 0, dilation: Size2D = 1
    ) -> Tensor {
        let windows = SlidingWindows(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
        if let problem = windows.problem { shapeError("fold", problem) }
        let count = windows.count(in: size)
        let area = kernel.height * kernel.width
        if rank != 3 || shape[1] % area != 0 || shape[2] != count.height * count.width {
            shapeError(
                "fold",
                "shape \(shape); [batch, channels · \(area), \(count.height * count.width)] is wanted for images of "
                    + "\(size.height)×\(size.width)")
        }
        return folded(windows, to: size)
    }

    func unfolded(_ windows: SlidingWindows) -> Tensor {
        if !dtype.isFloatingPoint { return floating.unfolded(windows) }
        let size = windows.size(of: self, "unfold")
        let count = windows.count(in: size)
        let area = windows.kernel.height * windows.kernel.width
        let shape: Shape = [shape[0], shape[1] * area, count.height * count.width]
        let storage = Tensor.storage(shape, dtype)
        let source = packed
        var geometry = windows.windows(planes: self.shape[0] * self.shape[1], size)
        sl_unfold(dtype.kernel, &geometry, source.node.address, storage.memory)
        withExtendedLifetime(source) {}
        return Tensor(storage, shape, dtype, by: Unfold(windows: windows, size: size), self)
    }

    func folded(_ windows: SlidingWindows, to size: Size2D) -> Tensor {
        if !dtype.isFloatingPoint { return floating.folded(windows, to: size) }
        let area = windows.kernel.height * windows.kernel.width
        let shape: Shape = [shape[0], shape[1] / area, size.height, size.width]
        let storage = Tensor.storage(shape, dtype)
        let source = packed
        var geometry = windows.windows(planes: shape[0] * shape[1], size)
        sl_fold(dtype.kernel, &geometry, source.node.address, storage.memory)
        withExtendedLifetime(source) {}
        return Tensor(storage, shape, dtype, by: Fold(windows: windows, size: size), self)
    }
}

internal import CKernels

/// The places in windows that their largest elements have: numbers of int32, kernel row · kernel width + kernel column.
struct WindowPlaces: @unchecked Sendable {
    let windows: SlidingWindows
    let size: Size2D
    let numbers: Storage
    let isChannelsLast: Bool
}

/// Of each window the element at a fixed place, the one that was the largest: images to an element for each window.
final class MaxPool: Operation, @unchecked Sendable {
    let places: WindowPlaces
    init(_ places: WindowPlaces) { self.places = places }
    override var name: String { "maxPool2D" }

    override func backward(_ pass: BackwardPass) { pass.add(to: 0, pass.gradient.spread(over: places)) }

    override func forward(_ pass: ForwardPass) -> Tensor { pass.tangent.selected(at: places) }
}

/// Images with zeros but for one element of each window, the derivative of `MaxPool`.
final class MaxPoolGradient: Operation, @unchecked Sendable {
    let places: WindowPlaces
    init(_ places: WindowPlaces) { self.places = places }
    override var name: String { "maxPool2D gradient" }

    override func backward(_ pass: BackwardPass) { pass.add(to: 0, pass.gradient.selected(at: places)) }

    override func forward(_ pass: ForwardPass) -> Tensor { pass.tangent.spread(over: places) }
}

/// The mean of each window.
final class AveragePool: Operation, @unchecked Sendable {
    let windows: SlidingWindows
    let size: Size2D
    let countsPadding: Bool
    init(_ windows: SlidingWindows, _ size: Size2D, countsPadding: Bool) {
        (self.windows, self.size, self.countsPadding) = (windows, size, countsPadding)
    }
    override var name: String { "averagePool2D" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.spreadEvenly(windows, size, countsPadding: countsPadding))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.averaged(windows, countsPadding: countsPadding)
    }
}

/// An even share of each window's number for each of its elements, the derivative of `AveragePool`.
final class AveragePoolGradient: Operation, @unchecked Sendable {
    let windows: SlidingWindows
    let size: Size2D
    let countsPadding: Bool
    init(_ windows: SlidingWindows, _ size: Size2D, countsPadding: Bool) {
        (self.windows, self.size, self.countsPadding) = (windows, size, countsPadding)
    }
    override var name: String { "averagePool2D gradient" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.averaged(windows, countsPadding: countsPadding))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.spreadEvenly(windows, size, countsPadding: countsPadding)
    }
}

extension Tensor {
    /// The largest element of each window of images [batch, channels, height, width], PyTorch's `max_pool2d`; the first of
    /// equals, the first NaN if there is one. Padding does not count.
    ///
    /// - Parameter stride: The kernel's size unless it is given.
    /// - Returns: [batch, channels, rows, columns] of windows.
    public func maxPool2D(
        kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0, dilation: Size2D = 1
    ) -> Tensor {
        if !dtype.isFloatingPoint {
            return floating.maxPool2D(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
        }
        let windows = SlidingWindows(kernel: kernel, stride: stride ?? kernel, padding: padding, dilation: dilation)
        let size = windows.poolSize(of: self, "maxPool2D")
        let (source, isChannelsLast, shape, strides) = pooled(windows)
        let storage = Tensor.storage(shape, dtype)
        let numbers = Tensor.storage(shape, .int32)
        var geometry = windows.planes(of: source)
        let found = numbers.memory.assumingMemoryBound(to: Int32.self)
        sl_max_pool(dtype.kernel, &geometry.windows, geometry.channels, source.node.address, storage.memory, found)
        // Between the elements of a window with a dilation a whole image may fit.
        if dilation != 1, UnsafeBufferPointer(start: found, count: shape.elementCount).contains(-1) {
            shapeError(
                "maxPool2D",
                "a window of \(kernel) with a dilation of \(dilation) and a padding of \(padding) holds nothing of an image "
                    + "of \(size.height)×\(size.width)")
        }
        let places = WindowPlaces(windows: windows, size: size, numbers: numbers, isChannelsLast: isChannelsLast)
        return Tensor(storage, shape, dtype, strides: strides, by: MaxPool(places), self)
    }

    /// The mean of each window of images [batch, channels, height, width], PyTorch's `avg_pool2d`.
    ///
    /// - Parameters:
    ///   - stride: The kernel's size unless it is given.
    ///   - countsPadding: Whether the zeros of the padding count as elements.
    /// - Returns: [batch, channels, rows, columns] of windows.
    public func averagePool2D(
        kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0, countsPadding: Bool = true
    ) -> Tensor {
        if !dtype.isFloatingPoint {
            return floating.averagePool2D(
                kernel: kernel, stride: stride, padding: padding, countsPadding: countsPadding)
        }
        let windows = SlidingWindows(kernel: kernel, stride: stride ?? kernel, padding: padding)
        _ = windows.poolSize(of: self, "averagePool2D")
        return averaged(windows, countsPadding: countsPadding)
    }

    fileprivate func averaged(_ windows: SlidingWindows, countsPadding: Bool) -> Tensor {
        let (source, _, shape, strides) = pooled(windows)
        let storage = Tensor.storage(shape, dtype)
        var geometry = windows.planes(of: source)
        sl_average_pool(
            dtype.kernel, &geometry.windows, geometry.channels, countsPadding ? 1 : 0, source.node.address,
            storage.memory)
        withExtendedLifetime(source) {}
        let size = Size2D(self.shape[2], self.shape[3])
        return Tensor(
            storage, shape, dtype, strides: strides, by: AveragePool(windows, size, countsPadding: countsPadding), self)
    }

    fileprivate func spreadEvenly(_ windows: SlidingWindows, _ size: Size2D, countsPadding: Bool) -> Tensor {
        let source = node.isChannelsLast ? self : packed
        let (shape, strides) = images(size, channelsLast: node.isChannelsLast)
        let storage = Tensor.storage(shape, dtype)
        var geometry = windows.planes(shape, channelsLast: node.isChannelsLast)
        sl_spread_average(
            dtype.kernel, &geometry.windows, geometry.channels, countsPadding ? 1 : 0, source.node.address,
            storage.memory)
        withExtendedLifetime(source) {}
        return Tensor(
            storage, shape, dtype, strides: strides,
            by: AveragePoolGradient(windows, size, countsPadding: countsPadding), self)
    }

    /// The element at its place of each window.
    fileprivate func selected(at places: WindowPlaces) -> Tensor {
        let source = laidOut(channelsLast: places.isChannelsLast)
        let count = places.windows.count(in: places.size)
        let (shape, strides) = images(count, channelsLast: places.isChannelsLast)
        let storage = Tensor.storage(shape, dtype)
        var geometry = places.windows.planes(self.shape, channelsLast: places.isChannelsLast)
        sl_select_in_windows(
            dtype.kernel, &geometry.windows, geometry.channels,
            places.numbers.memory.assumingMemoryBound(to: Int32.self),
            source.node.address, storage.memory)
        withExtendedLifetime(source) {}
        return Tensor(storage, shape, dtype, strides: strides, by: MaxPool(places), self)
    }

    /// Images with each element at its place of its window.
    fileprivate func spread(over places: WindowPlaces) -> Tensor {
        let source = laidOut(channelsLast: places.isChannelsLast)
        let (shape, strides) = images(places.size, channelsLast: places.isChannelsLast)
        let storage = Tensor.storage(shape, dtype)
        var geometry = places.windows.planes(shape, channelsLast: places.isChannelsLast)
        sl_spread_in_windows(
            dtype.kernel, &geometry.windows, geometry.channels,
            places.numbers.memory.assumingMemoryBound(to: Int32.self),
            source.node.address, storage.memory)
        withExtendedLifetime(source) {}
        return Tensor(storage, shape, dtype, strides: strides, by: MaxPoolGradient(places), self)
    }

    /// These images as they are read, and how the pooled ones lie in memory.
    private func pooled(
        _ windows: SlidingWindows
    ) -> (source: Tensor, isChannelsLast: Bool, shape: Shape, strides: Shape) {
        let isChannelsLast = node.isChannelsLast
        let count = windows.count(in: Size2D(shape[2], shape[3]))
        let (shape, strides) = images(count, channelsLast: isChannelsLast)
        return (isChannelsLast ? self : packed, isChannelsLast, shape, strides)
    }

    /// As many images of another size.
    private func images(_ size: Size2D, channelsLast isChannelsLast: Bool) -> (shape: Shape, strides: Shape) {
        let shape: Shape = [shape[0], shape[1], size.height, size.width]
        return (shape, isChannelsLast ? shape.channelsLastStrides : shape.packedStrides)
    }
}

extension SlidingWindows {
    /// The size of images that are pooled, or a message that names `operation`.
    fileprivate func poolSize(of images: Tensor, _ operation: String) -> Size2D {
        let size = size(of: images, operation)
        if 2 * padding.height > kernel.height || 2 * padding.width > kernel.width {
            shapeError(operation, "a padding of \(padding) for a kernel of \(kernel); at most half of it is wanted")
        }
        return size
    }

    /// The windows over images, and how many channels lie side by side.
    fileprivate func planes(_ images: Shape, channelsLast: Bool) -> (windows: sl_windows, channels: Int) {
        let size = Size2D(images[2], images[3])
        let channels = channelsLast ? images[1] : 1
        return (windows(planes: channelsLast ? images[0] : images[0] * images[1], size), channels)
    }

    fileprivate func planes(of images: Tensor) -> (windows: sl_windows, channels: Int) {
        planes(images.shape, channelsLast: images.node.isChannelsLast)
    }
}

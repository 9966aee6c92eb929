internal import CPNGCodec
internal import Glibc
public import Tensors

extension Datasets {
    /// PNG images in folders, a folder for each class: `pets/cat/1.png`, `pets/dog/7.png`, … The classes are the folders in
    /// the order of their names, and the images are in the order of theirs.
    ///
    /// - Parameters:
    ///   - path: The folder with the classes' folders.
    ///   - size: Height and width that all images are scaled to. If `nil`, they must have the same size.
    ///   - channels: 3 for red, green and blue, 1 for grey (0.299 R + 0.587 G + 0.114 B). Transparency is left out.
    /// - Returns: Images [count, channels, height, width] in float32 in 0...1.
    /// - Throws: ``DataError`` for a folder without classes, a class without images, and an image that cannot be read or has
    ///   another size.
    public static func imageFolder(
        _ path: String, size: Size2D? = nil, channels: Int = 3
    ) throws(DataError) -> LabelledData {
        if channels != 1 && channels != 3 { shapeError("imageFolder", "\(channels) channels; 1 or 3 are wanted") }
        let classes = try entries(of: path).filter(\.isFolder).map(\.name)
        if classes.isEmpty { throw DataError(path, "has no folders; one for each class is wanted") }
        var (labels, pixels): ([Int], [Float]) = ([], [])
        var common = size
        for (label, name) in classes.enumerated() {
            let files = try entries(of: "\(path)/\(name)").filter { !$0.isFolder && isPNG($0.name) }
            if files.isEmpty { throw DataError("\(path)/\(name)", "has no PNG images") }
            for file in files {
                let file = "\(path)/\(name)/\(file.name)"
                var image = try image(file, channels)
                if let size { image = image.scaled(to: size) }
                let found = Size2D(image.height, image.width)
                if let common, found != common {
                    throw DataError(
                        file,
                        "has \(found.height)×\(found.width) pixels, other images \(common.height)×\(common.width); "
                            + "give a size to scale them to")
                }
                common = found
                labels.append(label)
                pixels += image.pixels
            }
        }
        return LabelledData(
            inputs: Tensor(pixels, shape: [labels.count, channels, common!.height, common!.width]), labels: labels,
            classNames: classes)
    }

    /// The image in a PNG file, [channels, height, width] in float32 in 0...1; see `imageFolder(_:size:channels:)`.
    public static func image(_ path: String, size: Size2D? = nil, channels: Int = 3) throws(DataError) -> Tensor {
        if channels != 1 && channels != 3 { shapeError("image", "\(channels) channels; 1 or 3 are wanted") }
        var image: PlanarImage = try image(path, channels)
        if let size { image = image.scaled(to: size) }
        return Tensor(image.pixels, shape: [channels, image.height, image.width])
    }

    private static func isPNG(_ name: String) -> Bool { name.lowercased().hasSuffix(".png") }

    private static func image(_ path: String, _ channels: Int) throws(DataError) -> PlanarImage {
        let bytes = try ByteSource(path).readAll(limit: 1 << 28)
        var decoded: UnsafeMutablePointer<UInt8>?
        var (width, height): (UInt32, UInt32) = (0, 0)
        var message = [CChar](repeating: 0, count: Int(CPNG_ERROR_LENGTH))
        if cpng_decode(bytes, bytes.count, &decoded, &width, &height, &message) == 0 {
            throw DataError(path, "is no PNG image that can be read: \(text(message))")
        }
        defer { free(decoded) }
        let rgba = UnsafeBufferPointer(start: decoded, count: Int(width) * Int(height) * 4)
        let count = Int(width) * Int(height)
        let pixels: [Float] =
            channels == 1
            ? (0..<count).map { pixel in
                let (r, g, b) = (Float(rgba[4 * pixel]), Float(rgba[4 * pixel + 1]), Float(rgba[4 * pixel + 2]))
                return r == g && g == b ? r / 255 : (0.299 * r + 0.587 * g + 0.114 * b) / 255
            } : (0..<3).flatMap { channel in (0..<count).map { Float(rgba[4 * $0 + channel]) / 255 } }
        return PlanarImage(channels: channels, height: Int(height), width: Int(width), pixels: pixels)
    }
}

/// An image with its channels one after the other.
private struct PlanarImage {
    let channels: Int
    let height: Int
    let width: Int
    let pixels: [Float]

    /// The image in another size: each pixel is the mean of the area it covers (shrinking), or mixed from the four nearest
    /// (growing), along each axis by itself.
    func scaled(to size: Size2D) -> PlanarImage {
        if size.height < 1 || size.width < 1 { shapeError("imageFolder", "a size of \(size)") }
        if size.height == height && size.width == width { return self }
        let columns = axisWeights(from: width, to: size.width)
        let rows = axisWeights(from: height, to: size.height)
        var narrow = [Float](repeating: 0, count: channels * height * size.width)
        for row in 0..<(channels * height) {
            for (column, (start, weights)) in columns.enumerated() {
                var sum: Float = 0
                for (offset, weight) in weights.enumerated() { sum += weight * pixels[row * width + start + offset] }
                narrow[row * size.width + column] = sum
            }
        }
        var result = [Float](repeating: 0, count: channels * size.height * size.width)
        for channel in 0..<channels {
            for (row, (start, weights)) in rows.enumerated() {
                for column in 0..<size.width {
                    var sum: Float = 0
                    for (offset, weight) in weights.enumerated() {
                        sum += weight * narrow[(channel * height + start + offset) * size.width + column]
                    }
                    result[(channel * size.height + row) * size.width + column] = sum
                }
            }
        }
        return PlanarImage(channels: channels, height: size.height, width: size.width, pixels: result)
    }
}

/// For each new position along an axis the first old one that counts, and the weights of it and those that follow: a
/// triangle as wide as the larger of the two distances between positions, which smooths what would otherwise flicker.
private func axisWeights(from old: Int, to new: Int) -> [(start: Int, weights: [Float])] {
    let ratio = Double(old) / Double(new)
    let reach = max(1, ratio)
    return (0..<new).map { position in
        let center = (Double(position) + 0.5) * ratio - 0.5
        let start = max(0, Int((center - reach).rounded(.up)))
        let end = min(old - 1, Int((center + reach).rounded(.down)))
        let weights = (start...max(start, end)).map { max(0, 1 - (Double($0) - center).magnitude / reach) }
        let sum = weights.reduce(0, +)
        return (start, weights.map { Float($0 / sum) })
    }
}

/// An image as numbers: rows from top to bottom, each pixel's channels together (HWC).
public struct ImageData: Hashable, Sendable {
    public let height: Int
    public let width: Int
    /// 1 for grey, 3 for RGB, 4 for RGBA.
    public let channels: Int
    /// `height * width * channels` numbers, in any range.
    public let values: [Float]

    /// - Precondition: `channels` is 1, 3 or 4, and there are as many values as the sizes say.
    public init(height: Int, width: Int, channels: Int = 1, values: [Float]) {
        precondition([1, 3, 4].contains(channels), "an image has 1, 3 or 4 channels, not \(channels)")
        precondition(height >= 0 && width >= 0, "an image cannot be \(height)×\(width)")
        precondition(
            values.count == height * width * channels,
            "an image of \(height)×\(width)×\(channels) has \(height * width * channels) values, not \(values.count)")
        self.height = height
        self.width = width
        self.channels = channels
        self.values = values
    }

    /// The image with blocks of `factor` by `factor` pixels replaced by their means.
    func reduced(by factor: Int) -> ImageData {
        guard factor > 1 else { return self }
        let newHeight = (height + factor - 1) / factor
        let newWidth = (width + factor - 1) / factor
        var sums = [Float](repeating: 0, count: newHeight * newWidth * channels)
        values.withUnsafeBufferPointer { values in
            for y in 0..<height {
                for x in 0..<width {
                    let source = (y * width + x) * channels
                    let target = (y / factor * newWidth + x / factor) * channels
                    for channel in 0..<channels { sums[target + channel] += values[source + channel] }
                }
            }
        }
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let count = min(factor, height - y * factor) * min(factor, width - x * factor)
                for channel in 0..<channels { sums[(y * newWidth + x) * channels + channel] /= Float(count) }
            }
        }
        return ImageData(height: newHeight, width: newWidth, channels: channels, values: sums)
    }
}

/// Which numbers of grey images are drawn in the first and the last colour of their map.
public enum ImageRange: Hashable, Sendable {
    /// The least and the greatest number of all the images together, so that they can be compared.
    case shared
    /// The least and the greatest number of each image, so that each shows all it has.
    case each
    /// Given numbers; what lies beyond gets the nearest colour.
    case fixed(ClosedRange<Float>)
}

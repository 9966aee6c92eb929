public import Tensors

/// A random change of images that leaves their meaning as it is, so that a network sees ever new ones.
///
/// ```swift
/// for (images, labels) in train.batches(of: 32, augmenting: [RandomCrop(padding: 4), RandomHorizontalFlip()]) { … }
/// ```
///
/// Images are [count, channels, height, width] or [count, height, width]; each of them gets random numbers of its own.
public protocol Augmentation: Sendable {
    /// The changed images, with what is random drawn from `generator`.
    func apply(to images: Tensor, generator: RandomGenerator) -> Tensor
}

extension Augmentation {
    public func callAsFunction(_ images: Tensor, generator: RandomGenerator = .default) -> Tensor {
        apply(to: images, generator: generator)
    }
}

extension LabelledData {
    /// Batches of `size` samples whose images are augmented; see `batches(of:)`.
    ///
    /// - Parameter augmentations: What is done to each batch of images, one after the other, on another thread.
    public func batches(
        of size: Int, shuffle: Bool = true, generator: RandomGenerator = .default, dropsLast: Bool = false,
        prefetch: Int = 2, augmenting augmentations: [any Augmentation]
    ) -> DataLoader<LabelledData> {
        batches(of: size, shuffle: shuffle, generator: generator, dropsLast: dropsLast, prefetch: prefetch) {
            batch, generator in
            (augmentations.reduce(batch.inputs) { $1.apply(to: $0, generator: generator) }, batch.labels)
        }
    }
}

/// Images as float32 in row-major order, to be changed in place or drawn anew.
struct ImageBatch {
    let shape: Shape
    let count: Int
    let channels: Int
    let height: Int
    let width: Int
    var pixels: [Float]

    init(_ images: Tensor, _ augmentation: String) {
        if !(3...4).contains(images.rank) || !images.dtype.isFloatingPoint {
            shapeError(
                augmentation,
                "images \(images.shape) of \(images.dtype); [count, channels, height, width] or [count, height, width] of "
                    + "float32 is wanted (ToFloat() makes it of uint8)")
        }
        shape = images.shape
        count = shape[0]
        channels = shape.rank == 4 ? shape[1] : 1
        height = shape[shape.rank - 2]
        width = shape[shape.rank - 1]
        pixels = images.array(of: Float.self)
    }

    var tensor: Tensor { Tensor(pixels, shape: shape) }

    /// The number of pixels of an image in all channels.
    var size: Int { channels * height * width }

    /// Draws each pixel anew from where in its own image `source` says, in rows and columns; what lies outside is 0, and
    /// between pixels the four around are mixed.
    mutating func resample(_ source: (_ image: Int) -> (_ row: Double, _ column: Double) -> (Double, Double)) {
        let old = pixels
        let (height, width) = (self.height, self.width)
        for image in 0..<count {
            let place = source(image)
            for row in 0..<height {
                for column in 0..<width {
                    let (y, x) = place(Double(row), Double(column))
                    let (top, left) = (y.rounded(.down), x.rounded(.down))
                    let (dy, dx) = (Float(y - top), Float(x - left))
                    guard top >= -1, left >= -1, top < Double(height), left < Double(width) else {
                        for channel in 0..<channels {
                            pixels[((image * channels + channel) * height + row) * width + column] = 0
                        }
                        continue
                    }
                    for channel in 0..<channels {
                        let start = (image * channels + channel) * height
                        func at(_ row: Int, _ column: Int) -> Float {
                            row < 0 || row >= height || column < 0 || column >= width
                                ? 0 : old[(start + row) * width + column]
                        }
                        let (r, c) = (Int(top), Int(left))
                        let upper = at(r, c) * (1 - dx) + (dx == 0 ? 0 : at(r, c + 1) * dx)
                        let lower = dy == 0 ? 0 : at(r + 1, c) * (1 - dx) + at(r + 1, c + 1) * dx
                        pixels[(start + row) * width + column] = upper * (1 - dy) + lower * dy
                    }
                }
            }
        }
    }
}

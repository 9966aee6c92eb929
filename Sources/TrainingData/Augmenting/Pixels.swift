public import Tensors

/// uint8 in 0...255 as float32 in 0...1, which a loader can do batch by batch, so that a large set of images need not lie
/// in memory at four times its size. Floating-point images stay as they are.
public struct ToFloat: Augmentation {
    public init() {}

    public func apply(to images: Tensor, generator: RandomGenerator) -> Tensor {
        if images.dtype.isFloatingPoint { return images }
        if images.dtype != .uint8 { shapeError("ToFloat", "images of \(images.dtype); uint8 is wanted") }
        return images.cast(to: .float32) / 255
    }
}

/// Makes images brighter or darker, and their contrast stronger or weaker, each by a random factor.
public struct ColorJitter: Augmentation {
    /// Pixels are multiplied by a factor in 1 - brightness ... 1 + brightness.
    public let brightness: Double
    /// The distance of pixels from the image's mean is multiplied by a factor in 1 - contrast ... 1 + contrast.
    public let contrast: Double

    public init(brightness: Double = 0, contrast: Double = 0) {
        if !(0...1).contains(brightness) || !(0...1).contains(contrast) {
            shapeError("ColorJitter", "brightness \(brightness), contrast \(contrast); both must be in 0...1")
        }
        self.brightness = brightness
        self.contrast = contrast
    }

    public func apply(to images: Tensor, generator: RandomGenerator) -> Tensor {
        var batch = ImageBatch(images, "ColorJitter")
        if batch.size == 0 { return images }
        for image in 0..<batch.count {
            let bright = Float(generator.uniform(1 - brightness, 1 + brightness))
            let strong = Float(generator.uniform(1 - contrast, 1 + contrast))
            let range = (image * batch.size)..<((image + 1) * batch.size)
            let mean = batch.pixels[range].reduce(0, +) / Float(batch.size)
            for pixel in range { batch.pixels[pixel] = bright * (mean + strong * (batch.pixels[pixel] - mean)) }
        }
        return batch.tensor
    }
}

/// Adds normally distributed noise to each pixel.
public struct GaussianNoise: Augmentation {
    public let standardDeviation: Double

    public init(standardDeviation: Double) {
        Datasets.checkNoise(standardDeviation, "GaussianNoise")
        self.standardDeviation = standardDeviation
    }

    public func apply(to images: Tensor, generator: RandomGenerator) -> Tensor {
        images
            + Tensor.normal(
                images.shape, standardDeviation: standardDeviation, dtype: images.dtype, generator: generator)
    }
}

/// Paints a random square of each image over with 0, so that a network does not rely on one part alone (DeVries and
/// Taylor, "Improved regularization of convolutional neural networks with cutout", 2017).
public struct RandomErasing: Augmentation {
    /// How many pixels the square is wide; near the edge less of it lies within the image.
    public let size: Int
    public let probability: Double

    public init(size: Int, probability: Double = 0.5) {
        if size < 1 { shapeError("RandomErasing", "a size of \(size); at least one pixel is wanted") }
        checkProbability(probability, "RandomErasing")
        self.size = size
        self.probability = probability
    }

    public func apply(to images: Tensor, generator: RandomGenerator) -> Tensor {
        var batch = ImageBatch(images, "RandomErasing")
        let (height, width) = (batch.height, batch.width)
        if batch.size == 0 { return images }
        for image in 0..<batch.count where generator.uniform(0, 1) < probability {
            let top = generator.next(below: height) - size / 2
            let left = generator.next(below: width) - size / 2
            for channel in 0..<batch.channels {
                for row in Swift.max(0, top)..<Swift.min(height, Swift.max(0, top + size)) {
                    let start = ((image * batch.channels + channel) * height + row) * width
                    for column in Swift.max(0, left)..<Swift.min(width, Swift.max(0, left + size)) {
                        batch.pixels[start + column] = 0
                    }
                }
            }
        }
        return batch.tensor
    }
}

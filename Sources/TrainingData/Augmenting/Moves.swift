internal import Glibc
public import Tensors

/// Moves images by up to `padding` whole pixels in each direction; what comes in is 0. The same as padding images with zeros
/// and cutting a part of the old size out of them.
public struct RandomCrop: Augmentation {
    public let padding: Int

    public init(padding: Int) {
        if padding < 0 { shapeError("RandomCrop", "a padding of \(padding); 0 or more is wanted") }
        self.padding = padding
    }

    public func apply(to images: Tensor, generator: RandomGenerator) -> Tensor {
        var batch = ImageBatch(images, "RandomCrop")
        let (height, width, old) = (batch.height, batch.width, batch.pixels)
        for image in 0..<batch.count {
            let down = generator.next(below: 2 * padding + 1) - padding
            let right = generator.next(below: 2 * padding + 1) - padding
            for row in 0..<(batch.channels * height) {
                let (channel, row) = (row / height, row % height)
                let start = image * batch.size + channel * height * width
                for column in 0..<width {
                    let (y, x) = (row + down, column + right)
                    batch.pixels[start + row * width + column] =
                        y >= 0 && y < height && x >= 0 && x < width ? old[start + y * width + x] : 0
                }
            }
        }
        return batch.tensor
    }
}

/// Turns images about their middle by up to `degrees` either way, and stretches them by a factor; what comes in is 0.
public struct RandomAffine: Augmentation {
    public let degrees: Double
    /// The least and the largest factor.
    public let scale: ClosedRange<Double>

    public init(degrees: Double, scale: ClosedRange<Double> = 1...1) {
        if !(degrees >= 0) || !(scale.lowerBound > 0) {
            shapeError("RandomAffine", "\(degrees) degrees and a scale of \(scale); positive ones are wanted")
        }
        self.degrees = degrees
        self.scale = scale
    }

    public func apply(to images: Tensor, generator: RandomGenerator) -> Tensor {
        var batch = ImageBatch(images, "RandomAffine")
        let (middleRow, middleColumn) = (Double(batch.height - 1) / 2, Double(batch.width - 1) / 2)
        batch.resample { _ in
            let angle = generator.uniform(-degrees, degrees) * .pi / 180
            let factor = generator.uniform(scale.lowerBound, scale.upperBound)
            let (cosine, sine) = (Glibc.cos(angle) / factor, Glibc.sin(angle) / factor)
            return { row, column in
                let (y, x) = (row - middleRow, column - middleColumn)
                return (middleRow + cosine * y - sine * x, middleColumn + sine * y + cosine * x)
            }
        }
        return batch.tensor
    }
}

/// Turns images about their middle by up to `degrees` either way; what comes in is 0.
public struct RandomRotation: Augmentation {
    private let affine: RandomAffine

    public init(degrees: Double) { affine = RandomAffine(degrees: degrees) }

    public func apply(to images: Tensor, generator: RandomGenerator) -> Tensor {
        affine.apply(to: images, generator: generator)
    }
}

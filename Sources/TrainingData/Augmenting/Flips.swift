public import Tensors

/// Mirrors images from left to right with a probability.
public struct RandomHorizontalFlip: Augmentation {
    public let probability: Double

    public init(probability: Double = 0.5) {
        checkProbability(probability, "RandomHorizontalFlip")
        self.probability = probability
    }

    public func apply(to images: Tensor, generator: RandomGenerator) -> Tensor {
        var batch = ImageBatch(images, "RandomHorizontalFlip")
        let width = batch.width
        for image in 0..<batch.count where generator.uniform(0, 1) < probability {
            for row in 0..<(batch.channels * batch.height) {
                let start = image * batch.size + row * width
                batch.pixels[start..<(start + width)].reverse()
            }
        }
        return batch.tensor
    }
}

/// Mirrors images upside down with a probability.
public struct RandomVerticalFlip: Augmentation {
    public let probability: Double

    public init(probability: Double = 0.5) {
        checkProbability(probability, "RandomVerticalFlip")
        self.probability = probability
    }

    public func apply(to images: Tensor, generator: RandomGenerator) -> Tensor {
        var batch = ImageBatch(images, "RandomVerticalFlip")
        let (height, width) = (batch.height, batch.width)
        for image in 0..<batch.count where generator.uniform(0, 1) < probability {
            for channel in 0..<batch.channels {
                let start = image * batch.size + channel * height * width
                for row in 0..<(height / 2) {
                    for column in 0..<width {
                        batch.pixels.swapAt(
                            start + row * width + column, start + (height - 1 - row) * width + column)
                    }
                }
            }
        }
        return batch.tensor
    }
}

func checkProbability(_ probability: Double, _ augmentation: String) {
    if !(0...1).contains(probability) { shapeError(augmentation, "a probability of \(probability)") }
}

internal import CDigits
public import Tensors

/// Images or other samples with a class for each.
public struct LabelledData: Sendable {
    /// The samples, [count, features].
    public let images: Tensor
    /// The class of each sample.
    public let labels: [Int]

    public init(images: Tensor, labels: [Int]) {
        if images.rank == 0 || images.shape[0] != labels.count {
            shapeError("LabelledData", "images \(images.shape) and \(labels.count) labels (one label an image)")
        }
        self.images = images
        self.labels = labels
    }

    /// The number of samples.
    public var count: Int { labels.count }

    /// The samples at `indices`, in that order.
    public subscript(indices: [Int]) -> LabelledData {
        LabelledData(images: images.gathered(rows: indices), labels: indices.map { labels[$0] })
    }

    /// The samples in `range`; their images are a view.
    public subscript(range: Range<Int>) -> LabelledData {
        LabelledData(images: images[range], labels: Array(labels[range]))
    }
}

/// A data set in the part to learn from and the part to test with.
public struct SplitData: Sendable {
    public let train: LabelledData
    public let test: LabelledData
}

extension Datasets {
    /// 1,797 handwritten digits of 8 × 8 pixels, 1,437 to train and 360 to test with.
    ///
    /// `images` is float32 in 0...1 of shape [count, 64], or [count, 8, 8] if not `flattened`; `labels` are 0...9. The
    /// split is a shuffle by `seed`, the same on every machine.
    ///
    /// Source: the test part of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, 1998, UCI
    /// Machine Learning Repository, https://doi.org/10.24432/C50P49), licensed CC BY 4.0.
    public static func digits(flattened: Bool = true, seed: UInt64 = 0) -> SplitData {
        let count = Int(swiftlet_digits_count)
        let side = Int(swiftlet_digits_side)
        let pixels = side * side
        let bytes = UnsafeBufferPointer(start: swiftlet_digits_bytes(), count: count * (pixels + 1))
        let scalars = bytes[..<(count * pixels)].map { Float($0) / 16 }
        let labels = bytes[(count * pixels)...].map { Int($0) }
        let images = Tensor(scalars, shape: flattened ? [count, pixels] : [count, side, side])
        let all = LabelledData(images: images, labels: labels)
        let order = RandomGenerator(seed: seed).permutation(count)
        let trained = 1437
        return SplitData(train: all[Array(order[..<trained])], test: all[Array(order[trained...])])
    }
}

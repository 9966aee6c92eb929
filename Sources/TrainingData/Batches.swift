public import Tensors

/// The samples of a data set in mini-batches, in a new random order each time it is iterated.
public struct Batches: Sequence {
    let data: LabelledData
    let size: Int
    let generator: RandomGenerator?
    let dropsLast: Bool

    /// The number of batches.
    public var count: Int { dropsLast ? data.count / size : (data.count + size - 1) / size }

    public func makeIterator() -> Iterator {
        Iterator(batches: self, order: generator?.permutation(data.count))
    }

    public struct Iterator: IteratorProtocol {
        let batches: Batches
        let order: [Int]?
        var start = 0

        public mutating func next() -> (images: Tensor, labels: [Int])? {
            let end = Swift.min(start + batches.size, batches.data.count)
            if start >= end || (batches.dropsLast && end - start < batches.size) { return nil }
            defer { start = end }
            let batch = order.map { batches.data[Array($0[start..<end])] } ?? batches.data[start..<end]
            return (batch.images, batch.labels)
        }
    }
}

extension LabelledData {
    /// Mini-batches of `size` samples, shuffled by `generator` (in their order if it is `nil`).
    ///
    /// ```swift
    /// for (images, labels) in digits.train.batches(of: 32) { … }
    /// ```
    ///
    /// - Parameter dropsLast: Leave out the last batch if it is smaller than the others.
    public func batches(
        of size: Int, shuffle generator: RandomGenerator? = .default, dropsLast: Bool = false
    ) -> Batches {
        precondition(size > 0, "batches(of: \(size)): a batch has at least one sample")
        return Batches(data: self, size: size, generator: generator, dropsLast: dropsLast)
    }
}

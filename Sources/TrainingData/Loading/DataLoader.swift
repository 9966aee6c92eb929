public import Tensors

/// The samples of a data set in batches, in a new random order each time it is iterated.
///
/// Made by ``Dataset/batches(of:shuffle:generator:dropsLast:prefetch:transform:)``:
///
/// ```swift
/// for (images, labels) in train.batches(of: 32) { … }
/// ```
///
/// Everything random comes from one generator, and each batch has numbers of its own, so the batches of a pass depend on
/// that generator's state alone: not on whether, and how far ahead, they are prefetched.
public struct DataLoader<Data: Dataset>: Sequence {
    public typealias Transform = @Sendable (Data.Batch, RandomGenerator) -> Data.Batch

    /// The samples.
    public let data: Data
    /// How many samples a batch has; the last one may have fewer.
    public let batchSize: Int
    /// Whether each pass has a random order of its own.
    public let shuffles: Bool
    /// Where the orders and the randomness of the transform come from.
    public let generator: RandomGenerator
    /// Whether a last batch that is smaller than the others is left out.
    public let dropsLast: Bool
    /// How many batches are prepared ahead on another thread; with 0 each is prepared when it is asked for.
    public let prefetchCount: Int
    let transform: Transform?

    init(
        _ data: Data, _ batchSize: Int, _ shuffles: Bool, _ generator: RandomGenerator, _ dropsLast: Bool,
        _ prefetchCount: Int, _ transform: Transform?
    ) {
        self.data = data
        self.batchSize = batchSize
        self.shuffles = shuffles
        self.generator = generator
        self.dropsLast = dropsLast
        self.prefetchCount = prefetchCount
        self.transform = transform
    }

    /// The number of batches.
    public var count: Int { dropsLast ? data.count / batchSize : (data.count + batchSize - 1) / batchSize }

    public var underestimatedCount: Int { count }

    public func makeIterator() -> Iterator {
        if data.count == 0 { shapeError("batches(of: \(batchSize))", "the data set is empty") }
        if count == 0 {
            shapeError(
                "batches(of: \(batchSize))", "there are \(data.count) samples, and a smaller last batch is dropped")
        }
        let pass = Pass(
            loader: self, count: count, order: shuffles ? generator.permutation(data.count) : nil,
            seed: transform == nil ? 0 : generator.next())
        return Iterator(pass: pass, prefetcher: prefetchCount > 0 ? Prefetcher(pass, ahead: prefetchCount) : nil)
    }

    public struct Iterator: IteratorProtocol {
        let pass: Pass<Data>
        let prefetcher: Prefetcher<Data>?
        var position = 0

        public mutating func next() -> Data.Batch? {
            if let prefetcher { return prefetcher.next() }
            if position == pass.count { return nil }
            defer { position += 1 }
            return pass.batch(position)
        }
    }
}

/// One pass over the samples: what each of its batches is.
struct Pass<Data: Dataset>: Sendable {
    let loader: DataLoader<Data>
    let count: Int
    let order: [Int]?
    let seed: UInt64

    func batch(_ number: Int) -> Data.Batch {
        let range = (number * loader.batchSize)..<Swift.min((number + 1) * loader.batchSize, loader.data.count)
        let batch = (order.map { loader.data[Array($0[range])] } ?? loader.data[range]).batch
        return loader.transform?(batch, RandomGenerator(seed: seed &+ UInt64(number))) ?? batch
    }
}

extension DataLoader: Sendable {}

extension Dataset {
    /// Batches of `size` samples.
    ///
    /// ```swift
    /// for (images, labels) in train.batches(of: 32, generator: RandomGenerator(seed: 7)) { … }
    /// ```
    ///
    /// - Parameters:
    ///   - size: How many samples a batch has; the last one may have fewer.
    ///   - shuffle: Whether each pass has a random order of its own.
    ///   - generator: Where the orders and the randomness of the transform come from.
    ///   - dropsLast: Leave out the last batch if it is smaller than the others.
    ///   - prefetch: How many batches are prepared ahead on another thread. If `nil`, two where there is a transform, and
    ///     none where not: to gather what lies in memory is faster than to hand it over.
    ///   - transform: What to make of each batch, such as an augmentation, with a generator for what is random in it. If
    ///     batches are prefetched, it runs on the other thread.
    public func batches(
        of size: Int, shuffle: Bool = true, generator: RandomGenerator = .default, dropsLast: Bool = false,
        prefetch: Int? = nil, transform: DataLoader<Self>.Transform? = nil
    ) -> DataLoader<Self> {
        if size < 1 { shapeError("batches(of: \(size))", "a batch has at least one sample") }
        let ahead = prefetch ?? (transform == nil ? 0 : 2)
        if ahead < 0 { shapeError("batches(of: \(size))", "\(ahead) batches to prefetch; 0 or more are wanted") }
        return DataLoader(self, size, shuffle, generator, dropsLast, ahead, transform)
    }
}

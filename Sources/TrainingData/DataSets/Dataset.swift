internal import Tensors

/// Samples that a network learns from or is tested with.
///
/// A set of one's own says how many samples it has, what some of them are as a set and what all of them are as one batch.
/// With that it can be split and loaded:
///
/// ```swift
/// struct Songs: Dataset {
///     var files: [String]
///     var count: Int { files.count }
///     subscript(indices: [Int]) -> Songs { Songs(files: indices.map { files[$0] }) }
///     var batch: Tensor { Tensor.stacked(files.map(spectrogram)) }
/// }
/// let (train, test) = Songs(files: names).split(test: 0.2)
/// for spectrograms in train.batches(of: 16, prefetch: 2) { … }
/// ```
public protocol Dataset<Batch>: Sendable {
    /// What a loop over batches gets: tensors, mostly, with the samples along the first axis.
    associatedtype Batch

    /// The number of samples.
    var count: Int { get }

    /// The samples at `indices`, in that order; one may come more than once.
    subscript(indices: [Int]) -> Self { get }

    /// The samples in `range`.
    subscript(range: Range<Int>) -> Self { get }

    /// All samples as one batch. What takes time, such as reading files, is done here, which a loader that prefetches
    /// calls on another thread.
    var batch: Batch { get }
}

extension Dataset {
    public subscript(range: Range<Int>) -> Self { self[Array(range)] }

    /// The samples in `range`, such as `data[..<100]`.
    public subscript(range: some RangeExpression<Int>) -> Self { self[range.relative(to: 0..<count)] }

    /// The samples in random order, the same for the same seed.
    public func shuffled(seed: UInt64 = 0) -> Self { self[RandomGenerator(seed: seed).permutation(count)] }

    /// Stops where `range` does not lie within the samples.
    func check(_ range: Range<Int>) {
        if range.lowerBound < 0 || range.upperBound > count {
            shapeError("\(Self.self)", "samples \(range) are asked for, there are \(count)")
        }
    }

    /// Stops where one of `indices` is not that of a sample.
    func check(_ indices: [Int]) {
        if let index = indices.first(where: { !(0..<count).contains($0) }) {
            shapeError("\(Self.self)", "sample \(index) is asked for, there are \(count)")
        }
    }
}

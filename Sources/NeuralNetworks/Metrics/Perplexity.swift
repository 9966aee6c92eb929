internal import Glibc
public import Tensors

/// The perplexity of predictions, exp(-1/n Σ ln p(label)): of how many equally likely classes a guess is as hard. It is 1
/// for sure and right predictions, and the number of classes for ignorant ones.
///
/// - Parameters:
///   - logits: [..., classes].
///   - labels: The class of each position, in row-major order.
///   - ignored: A label whose positions do not count, such as that of padding.
/// - Returns: NaN where no position counts.
public func perplexity(of logits: Tensor, labels: [Int], ignoring ignored: Int? = nil) -> Double {
    let classes = logits.shape.last ?? 0
    if logits.rank == 0 || logits.count != labels.count * classes {
        shapeError(
            "perplexity", "logits \(logits.shape), \(labels.count) labels (one for each position of [..., classes])")
    }
    let counted = labels.indices.filter { labels[$0] != ignored }
    checkLabels(counted.map { labels[$0] }, classes: classes, "perplexity")
    if counted.isEmpty { return .nan }
    let logarithms = logits.detach().cast(to: .float64).reshape(labels.count, classes).logSoftmax().scalars()
    let total = counted.reduce(0) { $0 + logarithms[$1 * classes + labels[$1]] }
    return Glibc.exp(-total / Double(counted.count))
}

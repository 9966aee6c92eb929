public import Tensors

/// The share of rows whose largest score is at the label.
///
/// - Parameters:
///   - scores: Logits or probabilities, [rows, classes].
///   - labels: One class for each row.
public func accuracy(of scores: Tensor, labels: [Int]) -> Double {
    if scores.rank != 2 || scores.shape[0] != labels.count {
        shapeError(
            "accuracy", "scores \(scores.shape), \(labels.count) labels (one label a row of [rows, classes])")
    }
    if labels.isEmpty { return .nan }
    let hits = zip(scores.argmax(axis: 1).array(of: Int.self), labels).count { $0 == $1 }
    return Double(hits) / Double(labels.count)
}

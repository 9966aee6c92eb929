public import Tensors

/// How the losses of the elements or rows become the loss.
public enum Reduction: Sendable {
    case mean
    case sum
    /// One loss for each element.
    case none
}

/// (prediction - target)², averaged over all elements unless `reduction` says otherwise.
public func meanSquaredError(_ prediction: Tensor, _ target: Tensor, reduction: Reduction = .mean) -> Tensor {
    if prediction.shape != target.shape {
        shapeError("meanSquaredError", "prediction \(prediction.shape), target \(target.shape) (shapes must agree)")
    }
    let squares = (prediction - target).squared()
    switch reduction {
    case .mean: return squares.mean()
    case .sum: return squares.sum()
    case .none: return squares
    }
}

/// -log softmax(logits)[label], averaged over the rows unless `reduction` says otherwise.
///
/// Softmax and logarithm are computed together, so that large logits do not overflow; the gradient of a row's loss with
/// respect to its logits is softmax - onehot(label).
///
/// - Parameters:
///   - logits: [rows, classes].
///   - labels: One class in 0..<classes for each row.
public func softmaxCrossEntropy(logits: Tensor, labels: [Int], reduction: Reduction = .mean) -> Tensor {
    if logits.rank != 2 || logits.shape[0] != labels.count {
        shapeError(
            "softmaxCrossEntropy",
            "logits \(logits.shape), \(labels.count) labels "
                + "(logits must be [rows, classes] with one label a row)")
    }
    let classes = logits.shape[1]
    for (index, label) in labels.enumerated() where label < 0 || label >= classes {
        shapeError(
            "softmaxCrossEntropy", "labels[\(index)] is \(label); with \(classes) classes it must be 0..<\(classes)")
    }
    switch reduction {
    case .mean: return logits.crossEntropy(labels: labels, scale: 1 / Double(labels.count))
    case .sum: return logits.crossEntropy(labels: labels, scale: 1)
    case .none:
        let positions = labels.enumerated().map { $0.offset * classes + $0.element }
        return -logits.logSoftmax().reshape(-1).gathered(rows: positions)
    }
}

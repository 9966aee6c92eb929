public import Tensors

/// max(0, margin - t y) for scores y and targets t of -1 or 1, averaged over all elements unless `reduction` says
/// otherwise: the loss of a support vector machine (Cortes and Vapnik, "Support-vector networks", 1995).
public func hingeLoss(
    _ scores: Tensor, _ targets: Tensor, margin: Double = 1, reduction: Reduction = .mean
) -> Tensor {
    checkShapes(scores, targets, "hingeLoss")
    if let wrong = targets.scalars().first(where: { !(0.999...1.001).contains($0.magnitude) }) {
        shapeError("hingeLoss", "targets \(targets.shape) hold \(wrong); -1 and 1 are wanted")
    }
    return reduction((margin - targets * scores).relu(), "hingeLoss")
}

/// Σₖ max(0, margin - y[label] + yₖ) / classes over the other classes k, averaged over the rows unless `reduction` says
/// otherwise (Crammer and Singer 2001, in the form of Weston and Watkins 1999). PyTorch's `multi_margin_loss`.
///
/// - Parameters:
///   - scores: [rows, classes].
///   - labels: One class in 0..<classes for each row.
public func hingeLoss(
    _ scores: Tensor, labels: [Int], margin: Double = 1, reduction: Reduction = .mean
) -> Tensor {
    checkLabels(scores, labels, "scores", "hingeLoss")
    let classes = scores.shape[1]
    let own = Tensor.oneHot(labels, classes: classes, dtype: .bool)
    let margins = (scores - scores.picking(labels).expandingDims(axis: 1) + margin).relu()
    return reduction(margins.replacing(where: own, with: 0.0).sum(axis: 1) / Double(classes), "hingeLoss")
}

/// max(0, ‖a - p‖ - ‖a - n‖ + margin): an anchor shall be nearer to a positive example than to a negative one (Schroff,
/// Kalenichenko and Philbin, "FaceNet", 2015). Averaged over the rows unless `reduction` says otherwise.
///
/// - Parameters:
///   - anchor, positive, negative: [rows, features].
///   - epsilon: Added to each difference, as PyTorch does, so that equal points have a derivative.
public func tripletLoss(
    anchor: Tensor, positive: Tensor, negative: Tensor, margin: Double = 1, epsilon: Double = 1e-6,
    reduction: Reduction = .mean
) -> Tensor {
    checkShapes(anchor, positive, "tripletLoss")
    checkShapes(anchor, negative, "tripletLoss")
    if anchor.rank == 0 { shapeError("tripletLoss", "a single number has no features") }
    func distance(_ other: Tensor) -> Tensor { (anchor - other + epsilon).norm(axes: [-1]) }
    return reduction((distance(positive) - distance(negative) + margin).relu(), "tripletLoss")
}

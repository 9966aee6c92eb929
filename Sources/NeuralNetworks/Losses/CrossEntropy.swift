public import Tensors

/// -log softmax(logits)[label], averaged over the rows unless `reduction` says otherwise. PyTorch's `cross_entropy`.
///
/// Softmax and logarithm are computed together, so that large logits do not overflow; the gradient of a row's loss with
/// respect to its logits is softmax - onehot(label).
///
/// - Parameters:
///   - logits: [rows, classes].
///   - labels: One class in 0..<classes for each row.
///   - labelSmoothing: ε: the target is 1 - ε at the label plus ε / classes at each class (Szegedy et al., "Rethinking
///     the Inception architecture", 2016).
///   - classWeights: [classes]: the factor of each class's loss. The mean then divides by the sum of the labels' weights.
public func softmaxCrossEntropy(
    logits: Tensor, labels: [Int], labelSmoothing: Double = 0, classWeights: Tensor? = nil,
    reduction: Reduction = .mean
) -> Tensor {
    let name = "softmaxCrossEntropy"
    checkLabels(logits, labels, "logits", name)
    if !(0...1).contains(labelSmoothing) {
        shapeError(name, "labelSmoothing is \(labelSmoothing); a fraction in 0...1 is wanted")
    }
    let classes = logits.shape[1]
    if let classWeights, classWeights.shape != [classes] {
        shapeError(name, "classWeights \(classWeights.shape) for \(classes) classes; [\(classes)] is wanted")
    }
    if labelSmoothing == 0 && classWeights == nil {
        switch reduction {
        case .mean: return logits.crossEntropy(labels: labels, scale: 1 / Double(labels.count))
        case .sum: return logits.crossEntropy(labels: labels, scale: 1)
        case .none: return -logits.logSoftmax().picking(labels)
        }
    }
    let logs = logits.logSoftmax()
    let weights = classWeights ?? .ones([classes], dtype: logs.dtype)
    let rowWeights = weights.gathered(rows: labels)
    var losses = -logs.picking(labels) * rowWeights
    if labelSmoothing > 0 {
        let smooth = -(logs * weights).sum(axis: 1)
        losses = losses * (1 - labelSmoothing) + smooth * (labelSmoothing / Double(classes))
    }
    switch reduction {
    case .mean: return losses.sum() / rowWeights.sum()
    case .sum: return losses.sum()
    case .none: return losses
    }
}

/// -Σₖ tₖ log softmax(logits)ₖ for targets that are distributions, averaged over the rows unless `reduction` says
/// otherwise.
///
/// - Parameters:
///   - logits: [rows, classes].
///   - targets: [rows, classes], the probability of each class.
public func softmaxCrossEntropy(logits: Tensor, targets: Tensor, reduction: Reduction = .mean) -> Tensor {
    checkShapes(logits, targets, "softmaxCrossEntropy")
    if logits.rank == 0 { shapeError("softmaxCrossEntropy", "a single number has no classes") }
    return reduction(-(targets * logits.logSoftmax()).sum(axis: -1), "softmaxCrossEntropy")
}

/// -log p[label] for probabilities, as a softmax gives them, averaged over the rows unless `reduction` says otherwise.
///
/// Prefer `softmaxCrossEntropy(logits:labels:)` in training, which loses no digits.
///
/// - Parameters:
///   - probabilities: [rows, classes].
///   - labels: One class in 0..<classes for each row.
///   - epsilon: The least probability whose logarithm is taken, so that 0 does not give infinity.
public func crossEntropy(
    probabilities: Tensor, labels: [Int], epsilon: Double = 1e-12, reduction: Reduction = .mean
) -> Tensor {
    checkLabels(probabilities, labels, "probabilities", "crossEntropy")
    checkProbabilities(probabilities, "crossEntropy", "softmaxCrossEntropy(logits:labels:)")
    return reduction(-probabilities.picking(labels).clamped(min: epsilon).log(), "crossEntropy")
}

/// -Σₖ tₖ log pₖ for probabilities and targets that are distributions, averaged over the rows unless `reduction` says
/// otherwise.
///
/// - Parameters:
///   - probabilities: [rows, classes].
///   - targets: [rows, classes], the probability of each class.
///   - epsilon: The least probability whose logarithm is taken, so that 0 does not give infinity.
public func crossEntropy(
    probabilities: Tensor, targets: Tensor, epsilon: Double = 1e-12, reduction: Reduction = .mean
) -> Tensor {
    checkShapes(probabilities, targets, "crossEntropy")
    if probabilities.rank == 0 { shapeError("crossEntropy", "a single number has no classes") }
    checkProbabilities(probabilities, "crossEntropy", "softmaxCrossEntropy(logits:targets:)")
    return reduction(-(targets * probabilities.clamped(min: epsilon).log()).sum(axis: -1), "crossEntropy")
}

/// -w t log σ(x) - (1 - t) log(1 - σ(x)) for logits x, averaged over all elements unless `reduction` says otherwise.
/// PyTorch's `binary_cross_entropy_with_logits`.
///
/// - Parameters:
///   - logits: Any shape.
///   - targets: Of the same shape, in 0...1.
///   - positiveWeight: w: the factor of the positive targets' losses.
public func binaryCrossEntropy(
    logits: Tensor, targets: Tensor, positiveWeight: Double = 1, reduction: Reduction = .mean
) -> Tensor {
    checkShapes(logits, targets, "binaryCrossEntropy")
    // log(1 + e⁻ˣ) = softplus(-x), which loses no digits at either end.
    let losses =
        positiveWeight == 1
        ? logits.sigmoidCrossEntropy(targets)
        : targets * (-logits).softplus() * positiveWeight + (1 - targets.floating) * logits.softplus()
    return reduction(losses, "binaryCrossEntropy")
}

/// -t log p - (1 - t) log(1 - p) for probabilities p, averaged over all elements unless `reduction` says otherwise.
/// PyTorch's `binary_cross_entropy`: logarithms are at least -100.
///
/// - Parameters:
///   - probabilities: Any shape, in 0...1.
///   - targets: Of the same shape, in 0...1.
public func binaryCrossEntropy(
    probabilities: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
    checkShapes(probabilities, targets, "binaryCrossEntropy")
    checkProbabilities(probabilities, "binaryCrossEntropy", "binaryCrossEntropy(logits:targets:)")
    let targets = targets.floating
    let logs = probabilities.log().clamped(min: -100)
    let otherLogs = (1 - probabilities).log().clamped(min: -100)
    return reduction(-(targets * logs + (1 - targets) * otherLogs), "binaryCrossEntropy")
}

/// Stops where a number is no probability, with a hint at the loss that takes logits.
private func checkProbabilities(_ probabilities: Tensor, _ operation: String, _ other: String) {
    let numbers = probabilities.detach()
    // Rounding may leave a sum slightly above one.
    let isOne = numbers.greaterThanOrEqualTo(0) .& numbers.lessThanOrEqualTo(1.0001)
    if isOne.all().item(as: Bool.self) { return }
    let wrong = numbers.scalars().first { !(0...1.0001).contains($0) } ?? .nan
    shapeError(
        operation, "probabilities \(numbers.shape) hold \(wrong), which is not in 0...1 (for logits there is \(other))")
}

/// Stops unless there is one label of the classes for each row of scores, and a row.
func checkLabels(_ scores: Tensor, _ labels: [Int], _ what: String, _ operation: String) {
    if scores.rank != 2 || scores.shape[0] != labels.count {
        shapeError(
            operation,
            "\(what) \(scores.shape), \(labels.count) labels (\(what) must be [rows, classes] with one label a row)")
    }
    if labels.isEmpty { shapeError(operation, "an empty batch (\(what) \(scores.shape))") }
    let classes = scores.shape[1]
    for (index, label) in labels.enumerated() where label < 0 || label >= classes {
        shapeError(operation, "labels[\(index)] is \(label); with \(classes) classes it must be 0..<\(classes)")
    }
}

extension Tensor {
    /// From each row of a matrix the element in the column that `columns` says.
    func picking(_ columns: [Int]) -> Tensor {
        let width = shape[1]
        return reshape(-1).gathered(rows: columns.enumerated().map { $0.offset * width + $0.element })
    }

    /// As floating point.
    var floating: Tensor { dtype.isFloatingPoint ? self : cast(to: .float32) }
}

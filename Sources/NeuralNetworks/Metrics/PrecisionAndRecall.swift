public import Tensors

/// Of the rows predicted as a class, the share that is of it; over all classes. See ``ConfusionMatrix``.
///
/// - Parameters:
///   - scores: Logits or probabilities, [rows, classes].
///   - labels: One class for each row, in 0..<classes.
public func precision(of scores: Tensor, labels: [Int], average: ClassAverage = .macro) -> Double {
    ConfusionMatrix(of: scores, labels: labels).precision(average)
}

/// Of the rows of a class, the share that is predicted as it; over all classes. See ``ConfusionMatrix``.
public func recall(of scores: Tensor, labels: [Int], average: ClassAverage = .macro) -> Double {
    ConfusionMatrix(of: scores, labels: labels).recall(average)
}

/// The harmonic mean of precision and recall, over all classes. See ``ConfusionMatrix``.
public func f1Score(of scores: Tensor, labels: [Int], average: ClassAverage = .macro) -> Double {
    ConfusionMatrix(of: scores, labels: labels).f1(average)
}

public import Tensors

/// The share of rows whose largest score is at the label.
///
/// - Parameters:
///   - scores: Logits or probabilities, [rows, classes].
///   - labels: One class for each row, in 0..<classes.
/// - Returns: NaN for no rows.
public func accuracy(of scores: Tensor, labels: [Int]) -> Double {
    checkScores(scores, labels, "accuracy")
    return accuracy(of: scores.argmax(axis: 1).array(of: Int.self), labels: labels)
}

/// The share of predictions that are the label; NaN for no predictions.
public func accuracy(of predictions: [Int], labels: [Int]) -> Double {
    checkPredictions(predictions, labels, "accuracy")
    if labels.isEmpty { return .nan }
    let hits = zip(predictions, labels).count { $0 == $1 }
    return Double(hits) / Double(labels.count)
}

/// The share of rows whose label is among the `k` largest scores. Of equal scores, those of the first classes count as
/// larger, so that with `k` of 1 it is the accuracy.
///
/// - Parameters:
///   - scores: Logits or probabilities, [rows, classes].
///   - labels: One class for each row, in 0..<classes.
///   - k: 1...classes.
/// - Returns: NaN for no rows.
public func topKAccuracy(of scores: Tensor, labels: [Int], k: Int = 5) -> Double {
    checkScores(scores, labels, "topKAccuracy")
    let classes = scores.shape[1]
    if !(1...max(1, classes)).contains(k) {
        shapeError("topKAccuracy", "k is \(k); with \(classes) classes it must be 1...\(classes)")
    }
    if labels.isEmpty { return .nan }
    let numbers = scores.scalars()
    let hits = labels.enumerated().count { row, label in
        let scores = numbers[(row * classes)..<((row + 1) * classes)]
        let own = scores[scores.startIndex + label]
        let ahead = scores.enumerated().count { $1 > own || ($1 == own && $0 < label) }
        return ahead < k && !own.isNaN
    }
    return Double(hits) / Double(labels.count)
}

/// Stops unless there are [rows, classes] scores and a label in 0..<classes for each row.
func checkScores(_ scores: Tensor, _ labels: [Int], _ metric: String) {
    if scores.rank != 2 || scores.shape[0] != labels.count {
        shapeError(metric, "scores \(scores.shape), \(labels.count) labels (one label a row of [rows, classes])")
    }
    checkLabels(labels, classes: scores.shape[1], metric)
}

/// Stops unless there are as many predictions as labels.
func checkPredictions(_ predictions: [Int], _ labels: [Int], _ metric: String) {
    if predictions.count != labels.count {
        shapeError(metric, "\(predictions.count) predictions for \(labels.count) labels")
    }
}

/// Stops at a label outside of the classes.
func checkLabels(_ labels: [Int], classes: Int, _ metric: String, _ what: String = "labels") {
    if let index = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
        shapeError(metric, "\(what)[\(index)] is \(labels[index]); with \(classes) classes it must be 0..<\(classes)")
    }
}

public import Tensors

/// R², the share of the targets' variance that the predictions explain: 1 - Σ (y - ŷ)² / Σ (y - ȳ)². It is 1 for perfect
/// predictions, 0 for the targets' mean, and negative for worse ones.
///
/// Of several columns it is the mean over them. Where all targets of a column are the same, it is 1 for perfect
/// predictions and 0 otherwise, as in scikit-learn.
///
/// - Parameters:
///   - predictions: [samples] or [samples, columns].
///   - targets: Of the same shape.
/// - Returns: NaN for fewer than two samples.
public func rSquared(of predictions: Tensor, targets: Tensor) -> Double {
    if predictions.shape != targets.shape || !(1...2).contains(targets.rank) {
        shapeError(
            "rSquared",
            "predictions \(predictions.shape) and targets \(targets.shape); both [samples] or both [samples, columns] are "
                + "wanted")
    }
    let samples = targets.shape[0]
    if samples < 2 || targets.count == 0 { return .nan }
    let found = predictions.detach().cast(to: .float64).reshape(samples, -1)
    let wanted = targets.detach().cast(to: .float64).reshape(samples, -1)
    let residual = (wanted - found).squared().sum(axis: 0).scalars()
    let total = (wanted - wanted.mean(axis: 0, keepDims: true)).squared().sum(axis: 0).scalars()
    let columns = zip(residual, total).map { $1 != 0 ? 1 - $0 / $1 : $0 == 0 ? 1 : 0 }
    return columns.reduce(0, +) / Double(columns.count)
}

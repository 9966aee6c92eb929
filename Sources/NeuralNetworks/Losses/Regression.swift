public import Tensors

/// (prediction - target)², averaged over all elements unless `reduction` says otherwise.
public func meanSquaredError(_ prediction: Tensor, _ target: Tensor, reduction: Reduction = .mean) -> Tensor {
    checkShapes(prediction, target, "meanSquaredError")
    return reduction((prediction - target).squared(), "meanSquaredError")
}

/// ½ Σₖ (yₖ - tₖ)² over the last axis, averaged over the rows unless `reduction` says otherwise: its derivative with
/// respect to yₖ is yₖ - tₖ.
///
/// - Parameters:
///   - prediction: [rows, outputs], or [outputs] for a single row.
///   - target: Of the same shape.
public func halfSquaredError(_ prediction: Tensor, _ target: Tensor, reduction: Reduction = .mean) -> Tensor {
    checkShapes(prediction, target, "halfSquaredError")
    if prediction.rank == 0 { shapeError("halfSquaredError", "a single number has no axis of outputs") }
    return reduction((prediction - target).squared().sum(axis: -1) * 0.5, "halfSquaredError")
}

/// |prediction - target|, averaged over all elements unless `reduction` says otherwise. PyTorch's `l1_loss`.
public func meanAbsoluteError(_ prediction: Tensor, _ target: Tensor, reduction: Reduction = .mean) -> Tensor {
    checkShapes(prediction, target, "meanAbsoluteError")
    return reduction((prediction - target).abs(), "meanAbsoluteError")
}

/// ½ d² where d = |prediction - target| ≤ δ, else δ (d - ½ δ): squared for small errors, absolute for outliers (Huber,
/// "Robust estimation of a location parameter", 1964). Averaged over all elements unless `reduction` says otherwise.
public func huberLoss(
    _ prediction: Tensor, _ target: Tensor, delta: Double = 1, reduction: Reduction = .mean
) -> Tensor {
    checkShapes(prediction, target, "huberLoss")
    if !(delta > 0) { shapeError("huberLoss", "delta is \(delta); it must be positive") }
    let error = prediction - target
    let distance = error.abs()
    let losses = Tensor.where(
        distance.detach() .<= delta, error.squared() * 0.5, distance * delta - 0.5 * delta * delta)
    return reduction(losses, "huberLoss")
}

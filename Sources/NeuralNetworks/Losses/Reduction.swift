import Tensors

/// How the losses of the elements or rows become the loss.
public enum Reduction: Sendable {
    case mean
    case sum
    /// One loss for each element.
    case none

    func callAsFunction(_ losses: Tensor, _ operation: String) -> Tensor {
        switch self {
        case .mean:
            if losses.count == 0 { shapeError(operation, "an empty batch has no mean (losses \(losses.shape))") }
            return losses.mean()
        case .sum: return losses.sum()
        case .none: return losses
        }
    }
}

/// Stops unless prediction and target have the same shape.
func checkShapes(_ prediction: Tensor, _ target: Tensor, _ operation: String) {
    if prediction.shape != target.shape {
        shapeError(operation, "prediction \(prediction.shape), target \(target.shape) (shapes must agree)")
    }
}

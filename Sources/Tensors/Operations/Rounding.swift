internal import CKernels

final class AbsoluteValue: SymmetricOperation, @unchecked Sendable {
    static let shared = AbsoluteValue()
    override var name: String { "abs" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(0).sign()
    }
}

extension Tensor {
    /// Each element without its sign; its derivative at zero is taken to be zero.
    public consuming func abs() -> Tensor { mapped(SL_ABS, by: AbsoluteValue.shared) }
}

/// A step function: its derivative is 0 wherever there is one.
final class StepFunction: Operation, @unchecked Sendable {
    static let shared = StepFunction()
    override var name: String { "step" }
}

// Not recorded: the derivatives of these are 0 wherever there is one.
extension Tensor {
    /// -1, 0 or 1 for each element; NaN stays.
    public func sign() -> Tensor { detach().mapped(SL_SIGN, by: StepFunction.shared) }

    /// The largest integer not above each element.
    public func floor() -> Tensor { detach().mapped(SL_FLOOR, by: StepFunction.shared) }

    /// The smallest integer not below each element.
    public func ceil() -> Tensor { detach().mapped(SL_CEIL, by: StepFunction.shared) }

    /// The nearest integer to each element, the even one of two as near: NumPy's `round`.
    public func rounded() -> Tensor { detach().mapped(SL_ROUND, by: StepFunction.shared) }

    /// Each element without its fraction.
    public func truncated() -> Tensor { detach().mapped(SL_TRUNC, by: StepFunction.shared) }
}

/// The largest integer not above each element.
public func floor(_ x: consuming Tensor) -> Tensor { x.floor() }

/// The smallest integer not below each element.
public func ceil(_ x: consuming Tensor) -> Tensor { x.ceil() }

/// The nearest integer to each element, the even one of two as near.
public func round(_ x: consuming Tensor) -> Tensor { x.rounded() }

/// Each element without its sign; its derivative at zero is taken to be zero.
public func abs(_ x: consuming Tensor) -> Tensor { x.abs() }

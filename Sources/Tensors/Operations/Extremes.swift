internal import CKernels

final class Maximum: SymmetricOperation, @unchecked Sendable {
    static let shared = Maximum()
    override var name: String { "maximum" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        let (mine, other) = (point.input(index).detach(), point.input(1 - index).detach())
        return v * (mine.greaterThan(other) + mine.equalTo(other) * 0.5)
    }
}

/// The larger of each pair of elements; NaN wins, and at a tie both get half of the gradient.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { Tensor.combined(SL_MAXIMUM, a, b, by: Maximum.shared) }

/// The larger of each element and `b`.
public func maximum(_ a: Tensor, _ b: some TensorScalar) -> Tensor { maximum(a, a.scalar(b.tensorValue)) }

final class Minimum: SymmetricOperation, @unchecked Sendable {
    static let shared = Minimum()
    override var name: String { "minimum" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        let (mine, other) = (point.input(index).detach(), point.input(1 - index).detach())
        return v * (mine.lessThan(other) + mine.equalTo(other) * 0.5)
    }
}

/// The smaller of each pair of elements; NaN wins, and at a tie both get half of the gradient.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { Tensor.combined(SL_MINIMUM, a, b, by: Minimum.shared) }

/// The smaller of each element and `b`.
public func minimum(_ a: Tensor, _ b: some TensorScalar) -> Tensor { minimum(a, a.scalar(b.tensorValue)) }

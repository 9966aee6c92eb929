internal import CKernels

final class Maximum: Operation, @unchecked Sendable {
    static let shared = Maximum()
    override var name: String { "maximum" }

    override func backward(_ pass: BackwardPass) {
        let (a, b) = (pass.input(0).detach(), pass.input(1).detach())
        let tied = a.equalTo(b) * 0.5
        pass.add(to: 0, pass.gradient * (a.greaterThan(b) + tied))
        pass.add(to: 1, pass.gradient * (b.greaterThan(a) + tied))
    }
}

/// The larger of each pair of elements; NaN wins, and at a tie both get half of the gradient.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { Tensor.combined(SL_MAXIMUM, a, b, by: Maximum.shared) }

/// The larger of each element and `b`.
public func maximum(_ a: Tensor, _ b: some TensorScalar) -> Tensor { maximum(a, a.scalar(b.tensorValue)) }

final class Minimum: Operation, @unchecked Sendable {
    static let shared = Minimum()
    override var name: String { "minimum" }

    override func backward(_ pass: BackwardPass) {
        let (a, b) = (pass.input(0).detach(), pass.input(1).detach())
        let tied = a.equalTo(b) * 0.5
        pass.add(to: 0, pass.gradient * (a.lessThan(b) + tied))
        pass.add(to: 1, pass.gradient * (b.lessThan(a) + tied))
    }
}

/// The smaller of each pair of elements; NaN wins, and at a tie both get half of the gradient.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { Tensor.combined(SL_MINIMUM, a, b, by: Minimum.shared) }

/// The smaller of each element and `b`.
public func minimum(_ a: Tensor, _ b: some TensorScalar) -> Tensor { minimum(a, a.scalar(b.tensorValue)) }

internal import CKernels

final class Maximum: SymmetricOperation, @unchecked Sendable {
    static let shared = Maximum()
    override var name: String { "maximum" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        let (mine, other) = (point.input(index).detach(), point.input(1 - index).detach())
        return v * .share(mine.greaterThan(other), mine.equalTo(other), of: v)
    }
}

/// The larger of each pair of elements; NaN wins, and at a tie both get half of the gradient.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { Tensor.combined(SL_MAXIMUM, a, b, by: Maximum.shared) }

/// The larger of each element and `b`.
public func maximum(_ a: Tensor, _ b: some TensorScalar) -> Tensor { maximum(a, a.scalar(of: b)) }

final class Minimum: SymmetricOperation, @unchecked Sendable {
    static let shared = Minimum()
    override var name: String { "minimum" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        let (mine, other) = (point.input(index).detach(), point.input(1 - index).detach())
        return v * .share(mine.lessThan(other), mine.equalTo(other), of: v)
    }
}

/// The smaller of each pair of elements; NaN wins, and at a tie both get half of the gradient.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { Tensor.combined(SL_MINIMUM, a, b, by: Minimum.shared) }

/// The smaller of each element and `b`.
public func minimum(_ a: Tensor, _ b: some TensorScalar) -> Tensor { minimum(a, a.scalar(of: b)) }

/// Each element, but at least `low` and at most `high`; outside the bounds the derivative is 0.
public func clamp(_ x: Tensor, min low: Double = -.infinity, max high: Double = .infinity) -> Tensor {
    x.clamped(min: low, max: high)
}

extension Tensor {
    /// Each element, but at least `low` and at most `high`; outside the bounds the derivative is 0. NaN stays.
    public func clamped(min low: Double = -.infinity, max high: Double = .infinity) -> Tensor {
        if low > high { shapeError("clamp", "the least value \(low) is above the largest, \(high)") }
        var result = self
        if low > -.infinity { result = .where(detach().lessThan(low), low, result) }
        if high < .infinity { result = .where(result.detach().greaterThan(high), high, result) }
        return result
    }

    /// 1 where `wins`, 1/2 where `tied`, else 0, in the type of `gradient`.
    fileprivate static func share(_ wins: Tensor, _ tied: Tensor, of gradient: Tensor) -> Tensor {
        wins.cast(to: gradient.dtype) + tied.cast(to: gradient.dtype) * 0.5
    }
}

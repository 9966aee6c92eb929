extension Tensor {
    /// log Σ e^x over `axes` (over all of them if `nil`), without overflow.
    public func logSumExp(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
        if !dtype.isFloatingPoint { return floating.logSumExp(axes: axes, keepDims: keepDims) }
        let largest = detach().max(axes: axes, keepDims: true)
        // Infinite maxima would make NaN of the differences.
        let shift = Tensor.where(largest.isFinite(), largest, 0)
        let sum = (self - shift).exp().sum(axes: axes, keepDims: keepDims)
        return sum.log() + (keepDims ? shift : shift.reshape(sum.shape))
    }

    /// log Σ e^x over one axis, without overflow.
    public func logSumExp(axis: Int, keepDims: Bool = false) -> Tensor { logSumExp(axes: [axis], keepDims: keepDims) }

    /// The vector norm (Σ |x|ᵖ)^(1/p) over `axes` (over all of them if `nil`).
    ///
    /// - Parameter p: 2 for the Euclidean length, 1 for the sum of magnitudes, `.infinity` and `-.infinity` for the
    ///   largest and the smallest magnitude, 0 for the number of elements that are not 0. The derivative of the
    ///   Euclidean length at zero is taken to be zero.
    public func norm(_ p: Double = 2, axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
        if !dtype.isFloatingPoint { return floating.norm(p, axes: axes, keepDims: keepDims) }
        switch p {
        case 2:
            let squares = squared().sum(axes: axes, keepDims: keepDims)
            let isZero = squares.detach() .== 0
            return squares.replacing(where: isZero, with: 1).sqrt().replacing(where: isZero, with: 0)
        case 1: return abs().sum(axes: axes, keepDims: keepDims)
        case .infinity: return abs().max(axes: axes, keepDims: keepDims)
        case -.infinity: return abs().min(axes: axes, keepDims: keepDims)
        case 0: return countNonzero(axes: axes, keepDims: keepDims).cast(to: dtype)
        default: return abs().pow(p).sum(axes: axes, keepDims: keepDims).pow(1 / p)
        }
    }

    /// How many elements over `axes` (over all of them if `nil`) are not 0, as int64.
    public func countNonzero(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
        detach().cast(to: .bool).sum(axes: axes, keepDims: keepDims)
    }
}

/// log(eᵃ + eᵇ) of each pair of elements, without overflow.
public func logAddExp(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (a, b) = (a.floating, b.floating)
    let larger = maximum(a.detach(), b.detach())
    let shift = Tensor.where(larger.isFinite(), larger, 0)
    return ((a - shift).exp() + (b - shift).exp()).log() + shift
}

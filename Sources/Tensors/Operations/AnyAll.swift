internal import CKernels

// Not recorded: bools have no gradient.
extension Tensor {
    /// Whether any element over `axes` (over all of them if `nil`) is not 0, of type bool; NaN counts as true.
    public func any(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
        truth(SL_MAX, axes, keepDims, "any", ofNothing: false)
    }

    /// Whether any element over one axis is not 0.
    public func any(axis: Int, keepDims: Bool = false) -> Tensor { any(axes: [axis], keepDims: keepDims) }

    /// Whether all elements over `axes` (over all of them if `nil`) are not 0, of type bool; NaN counts as true.
    public func all(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
        truth(SL_MIN, axes, keepDims, "all", ofNothing: true)
    }

    /// Whether all elements over one axis are not 0.
    public func all(axis: Int, keepDims: Bool = false) -> Tensor { all(axes: [axis], keepDims: keepDims) }

    private func truth(
        _ kernel: sl_reduce_op, _ axes: [Int]?, _ keepDims: Bool, _ name: String, ofNothing: Bool
    ) -> Tensor {
        let mask = detach().cast(to: .bool)
        let (axisBits, kept, shape) = reducing(axes, keepDims, name)
        if count == 0 { return .full(shape, ofNothing, dtype: .bool) }
        return Tensor(mask.reduced(kernel, axisBits, kept), shape, .int64).cast(to: .bool)
    }
}

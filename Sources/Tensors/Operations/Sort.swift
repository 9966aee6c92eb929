internal import CKernels

extension Tensor {
    /// The positions, as int64, that sort the elements along `axis`; equal elements keep their order.
    ///
    /// NaN counts as larger than every number: it comes last, or first if `descending`.
    public func argsort(axis: Int = -1, descending: Bool = false) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "argsort")
        let rows = detach().movingToEnd(axis: axis).packed
        let result = Tensor(Tensor.storage(rows.shape, .int64), rows.shape, .int64)
        if count > 0 {
            sl_sort_positions(
                dtype.kernel, descending ? 1 : 0, count / shape[axis], shape[axis], rows.node.address,
                result.node.address.assumingMemoryBound(to: Int64.self))
        }
        return result.movingAxis(-1, to: axis)
    }

    /// The elements sorted along `axis`. NaN counts as larger than every number. The gradient goes where each element
    /// came from.
    public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor {
        gathered(at: argsort(axis: axis, descending: descending), axis: axis)
    }

    /// The `k` largest (or smallest) elements along `axis`, best first, and their positions as int64.
    public func topK(_ k: Int, axis: Int = -1, largest: Bool = true) -> (values: Tensor, positions: Tensor) {
        let axis = normalized(axis: axis, rank: rank, "topK")
        if k < 0 || k > shape[axis] {
            shapeError("topK", "\(k) elements asked for, axis \(axis) of \(shape) has \(shape[axis])")
        }
        let positions = argsort(axis: axis, descending: largest).sliced(axis: axis, from: 0, to: k)
        return (gathered(at: positions, axis: axis), positions)
    }

    /// The element below which the fraction `q` of the elements along `axis` lies, interpolated between neighbours.
    /// Where an element is NaN, so is the result.
    public func quantile(_ q: Double, axis: Int, keepDims: Bool = false) -> Tensor {
        if !dtype.isFloatingPoint { return cast(to: .float64).quantile(q, axis: axis, keepDims: keepDims) }
        let axis = normalized(axis: axis, rank: rank, "quantile")
        if !(0...1).contains(q) { shapeError("quantile", "\(q) is not a fraction in 0...1") }
        if shape[axis] == 0 { shapeError("quantile", "axis \(axis) of shape \(shape) has no elements") }
        let sorted = sorted(axis: axis)
        let place = q * Double(shape[axis] - 1)
        let below = Int(place)
        let above = Swift.min(below + 1, shape[axis] - 1)
        let weight = place - Double(below)
        let low = sorted.sliced(axis: axis, from: below, to: below + 1)
        let high = sorted.sliced(axis: axis, from: above, to: above + 1)
        let hasNaN = detach().isNaN().any(axes: [axis], keepDims: true)
        let mixed = weight == 0 ? low : low * (1 - weight) + high * weight
        let result = mixed.replacing(where: hasNaN, with: Double.nan)
        return keepDims ? result : result.squeezing(axis: axis)
    }

    /// The middle element along `axis`, or the mean of the two middle ones as in NumPy.
    public func median(axis: Int, keepDims: Bool = false) -> Tensor { quantile(0.5, axis: axis, keepDims: keepDims) }

    /// The middle of all elements, or the mean of the two middle ones as in NumPy.
    public func median() -> Tensor { reshape(-1).median(axis: 0) }
}

/// The elements of a tensor without repetition.
public struct UniqueElements: Sendable {
    /// Each element once, in ascending order.
    public let values: Tensor
    /// For each element of the tensor the position of its value, as int64 in the tensor's shape.
    public let inverse: Tensor
    /// How often each value comes, as int64.
    public let counts: Tensor
    /// Where each value comes first, in row-major order, as int64.
    public let firstPositions: Tensor
}

extension Tensor {
    /// Each element once, in ascending order; all NaN count as one. Not recorded.
    public func unique() -> UniqueElements {
        let flat = detach().reshape(-1)
        let order = flat.argsort()
        let sorted = flat[order]
        let isNew: Tensor
        if count == 0 {
            isNew = .zeros([0], dtype: .bool)
        } else {
            let (before, after) = (sorted[..<(count - 1)], sorted[1...])
            let differs = (before .!= after) .& .!(before.isNaN() .& after.isNaN())
            isNew = .concatenated([.ones([1], dtype: .bool), differs])
        }
        let starts = isNew.nonzero()[0]
        var inverse = Tensor.zeros([count], dtype: .int64)
        inverse[order] = isNew.cumulativeSum(axis: 0) - 1
        let ends = Tensor.concatenated([starts, Tensor([count], dtype: .int64)])
        return UniqueElements(
            values: sorted[starts], inverse: inverse.reshape(shape), counts: ends.differences(),
            firstPositions: order[starts])
    }
}

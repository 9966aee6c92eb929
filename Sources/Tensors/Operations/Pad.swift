/// What stands around a padded tensor.
public enum PaddingMode: Sendable {
    /// The same number everywhere.
    case constant(Double)
    /// The elements mirrored at the first and the last one, which are not repeated: 3 2 | 1 2 3.
    case reflect
    /// The first and the last element repeated: 1 1 | 1 2 3.
    case edge
    /// The elements from the other end: 2 3 | 1 2 3.
    case wrap
}

extension Tensor {
    /// The tensor with `widths` new entries before and after those of each axis.
    ///
    /// ```swift
    /// image.padded([(1, 1), (2, 2), (0, 0)])
    /// ```
    public func padded(_ widths: [(before: Int, after: Int)], mode: PaddingMode = .constant(0)) -> Tensor {
        if widths.count != rank {
            shapeError("pad", "\(widths.count) pairs of widths for the \(rank) axes of \(shape)")
        }
        for (before, after) in widths where before < 0 || after < 0 {
            shapeError("pad", "widths (\(before), \(after)) are negative (slice the tensor instead)")
        }
        if case .constant(let value) = mode {
            var target = shape
            for (axis, width) in widths.enumerated() { target[axis] += width.before + width.after }
            var result = Tensor.full(target, value, dtype: dtype)
            let ranges = widths.enumerated().map { $1.before..<($1.before + shape[$0]) }
            result.assign(self, to: Selection(ranges, in: target))
            return result
        }
        var result = self
        for (axis, width) in widths.enumerated() where width.before + width.after > 0 {
            let length = shape[axis]
            if length == 0 { shapeError("pad", "axis \(axis) of \(shape) has no entries to repeat") }
            let positions = (-width.before..<(length + width.after)).map { source(of: $0, length, mode) }
            result = result.movingAxis(axis, to: 0).gathered(checkedRows: positions).movingAxis(0, to: axis)
        }
        return result
    }

    /// The entry of an axis of `length` that stands at `position` of the padded one.
    private func source(of position: Int, _ length: Int, _ mode: PaddingMode) -> Int {
        switch mode {
        case .constant: return position
        case .edge: return Swift.min(Swift.max(position, 0), length - 1)
        case .wrap: return (position % length + length) % length
        case .reflect:
            if length == 1 { return 0 }
            let period = 2 * (length - 1)
            let folded = (position % period + period) % period
            return folded < length ? folded : period - folded
        }
    }
}

extension Tensor {
    /// `parts` views of equal length along `axis`, NumPy's `split`.
    public func split(into parts: Int, axis: Int = 0) -> [Tensor] {
        let axis = normalized(axis: axis, rank: rank, "split")
        if parts <= 0 || shape[axis] % parts != 0 {
            shapeError("split", "axis \(axis) of \(shape) does not divide into \(parts) equal parts (give their sizes)")
        }
        return split(sizes: Array(repeating: shape[axis] / parts, count: parts), axis: axis)
    }

    /// Views of the given lengths along `axis`, one after the other.
    public func split(sizes: [Int], axis: Int = 0) -> [Tensor] {
        let axis = normalized(axis: axis, rank: rank, "split")
        if sizes.contains(where: { $0 < 0 }) || sizes.reduce(0, +) != shape[axis] {
            shapeError("split", "sizes \(sizes) do not add up to \(shape[axis]), axis \(axis) of \(shape)")
        }
        var start = 0
        return sizes.map { size in
            defer { start += size }
            return sliced(axis: axis, start: start, count: size, step: 1)
        }
    }
}

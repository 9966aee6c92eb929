extension Tensor {
    /// The tensor side by side with itself, NumPy's `tile`: `repeats` counts for the last axes, or for more axes than
    /// there are.
    public func tiled(_ repeats: Int...) -> Tensor {
        if let negative = repeats.first(where: { $0 < 0 }) { shapeError("tile", "\(negative) repeats") }
        var result = self
        while result.rank < repeats.count { result = result.expandingDims(axis: 0) }
        for (offset, count) in repeats.reversed().enumerated() where count != 1 {
            result = result.repeated(count, result.rank - 1 - offset, each: false)
        }
        return result
    }

    /// Each entry along `axis` `count` times in a row, NumPy's `repeat`.
    public func repeated(_ count: Int, axis: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "repeat")
        if count < 0 { shapeError("repeat", "\(count) repeats") }
        return repeated(count, axis, each: true)
    }

    private func repeated(_ count: Int, _ axis: Int, each: Bool) -> Tensor {
        let wide = expandingDims(axis: each ? axis + 1 : axis)
        var stretched = wide.shape
        stretched[each ? axis + 1 : axis] = count
        var merged = shape
        merged[axis] = stretched.elementCount == 0 ? shape[axis] &* count : shape[axis] * count
        return wide.broadcast(to: stretched).reshape(merged)
    }

    /// The entries along `axis` moved by `shift` places, those that leave at one end coming in at the other.
    public func rolled(by shift: Int, axis: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "roll")
        let length = shape[axis]
        if length == 0 { return self }
        let cut = ((-shift) % length + length) % length
        if cut == 0 { return self }
        let (head, tail) = (sliced(axis: axis, from: 0, to: cut), sliced(axis: axis, from: cut, to: length))
        return .concatenated([tail, head], axis: axis)
    }
}

/// Coordinates of a grid: for each of the vectors a tensor that repeats it along all other axes.
///
/// - Parameter indexing: `.matrix` for the shape [a, b, …] of the vectors' lengths, as PyTorch does; `.cartesian` swaps
///   the first two axes, as NumPy does, so that the first vector runs along the rows of a picture.
public func meshgrid(_ vectors: Tensor..., indexing: GridIndexing = .cartesian) -> [Tensor] {
    for vector in vectors where vector.rank != 1 {
        shapeError("meshgrid", "shape \(vector.shape) is no vector")
    }
    let shape = Shape(vectors.map(\.count))
    return vectors.enumerated().map { axis, vector in
        var line = Shape(Array(repeating: 1, count: vectors.count))
        line[axis] = vector.count
        let grid = vector.reshape(line).broadcast(to: shape)
        return indexing == .cartesian && vectors.count > 1 ? grid.swappingAxes(0, 1) : grid
    }
}

/// Which axis of a grid the first coordinate runs along.
public enum GridIndexing: Sendable {
    case cartesian
    case matrix
}

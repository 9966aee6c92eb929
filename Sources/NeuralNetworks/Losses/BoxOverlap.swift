public import Tensors

/// The overlap of boxes, the area that two have in common divided by the one that they cover together (intersection over
/// union): 1 for equal boxes, 0 for boxes apart.
///
/// - Parameters:
///   - a: [n, 4], each box as its left, top, right and bottom edge.
///   - b: [m, 4].
/// - Returns: [n, m]. Recorded.
public func boxOverlap(_ a: Tensor, _ b: Tensor) -> Tensor {
    if a.rank != 2 || b.rank != 2 || a.shape[1] != 4 || b.shape[1] != 4 {
        shapeError("boxOverlap", "boxes \(a.shape) and \(b.shape); [n, 4] and [m, 4] are wanted")
    }
    func area(_ boxes: Tensor) -> Tensor { (boxes[.all, 2] - boxes[.all, 0]) * (boxes[.all, 3] - boxes[.all, 1]) }
    let (left, right) = (a.expandingDims(axis: 1), b.expandingDims(axis: 0))
    let start = maximum(left[.all, .all, 0..<2], right[.all, .all, 0..<2])
    let end = minimum(left[.all, .all, 2..<4], right[.all, .all, 2..<4])
    let sides = (end - start).relu()
    let common = sides[.all, .all, 0] * sides[.all, .all, 1]
    let union = area(a).expandingDims(axis: 1) + area(b).expandingDims(axis: 0) - common
    return common / union.clamped(min: 1e-12)
}

extension DetectedBox {
    /// The area that this box and another have in common divided by the one that they cover together; see
    /// `boxOverlap(_:_:)`.
    public func overlap(with other: DetectedBox) -> Double {
        func common(_ a: Double, _ length: Double, _ b: Double, _ otherLength: Double) -> Double {
            max(0, min(a + length / 2, b + otherLength / 2) - max(a - length / 2, b - otherLength / 2))
        }
        let both = common(x, width, other.x, other.width) * common(y, height, other.y, other.height)
        let union = width * height + other.width * other.height - both
        return union > 0 ? both / union : 0
    }
}

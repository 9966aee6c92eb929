/// What a subscript of a tensor takes for each axis, as NumPy's indices:
///
/// | index | what it does |
/// |---|---|
/// | `2`, `-1` | takes one entry and drops the axis; negative positions count from the end |
/// | `1..<4`, `..<3`, `(-2)...` | takes a range, a view |
/// | `stride(from: 0, to: 6, by: 2)` | takes every second entry, a view |
/// | `.slice(from: 1, to: -1)`, `.slice(by: -1)` | Python's `1:-1` and `::-1`, a view |
/// | `.all`, `.ellipsis` | takes a whole axis; as many whole axes as are left |
/// | `.newAxis` | adds an axis of length one |
/// | `[2, 0, 2]` or a tensor of integers | takes these entries, in this order |
/// | a tensor of bools | takes the entries where it holds; it stands for as many axes as it has |
public protocol TensorIndex: Sendable {
    var indexPart: TensorIndexPart { get }
}

/// What one index of a subscript says.
public struct TensorIndexPart: Sendable {
    enum Kind: Sendable {
        case position(Int)
        /// Bounds as in Python; those of `nil` are the ends, negative ones count from the end.
        case slice(from: Int?, to: Int?, by: Int)
        /// `count` positions from `first` on.
        case steps(first: Int, count: Int, by: Int)
        case newAxis
        case ellipsis
        case positions(Tensor)
        case mask(Tensor)
    }

    let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    /// The index as a cell's author may have written it.
    var text: String {
        switch kind {
        case .position(let position): return "\(position)"
        case .slice(let from, let to, 1):
            if from == nil && to == nil { return ".all" }
            return (from.map { "\($0)" } ?? "") + (to.map { "..<\($0)" } ?? "...")
        case .slice(let from, let to, let by):
            let bounds = (from.map { ["from: \($0)"] } ?? []) + (to.map { ["to: \($0)"] } ?? [])
            return ".slice(" + (bounds + ["by: \(by)"]).joined(separator: ", ") + ")"
        case .steps(let first, let count, let by):
            return count == 0 ? "an empty stride" : "\(first), … \(first + (count - 1) * by)"
        case .newAxis: return ".newAxis"
        case .ellipsis: return ".ellipsis"
        case .positions(let positions): return "positions \(positions.shape)"
        case .mask(let mask): return "mask \(mask.shape)"
        }
    }
}

extension Int: TensorIndex {
    public var indexPart: TensorIndexPart { TensorIndexPart(.position(self)) }
}

extension Range: TensorIndex where Bound == Int {
    public var indexPart: TensorIndexPart {
        // The end of `(-3)..<0`, the last three, is that of the axis.
        let end = lowerBound < 0 && upperBound == 0 ? nil : upperBound
        return TensorIndexPart(.slice(from: lowerBound, to: end, by: 1))
    }
}

extension ClosedRange: TensorIndex where Bound == Int {
    public var indexPart: TensorIndexPart {
        TensorIndexPart(.slice(from: lowerBound, to: after(upperBound), by: 1))
    }
}

extension PartialRangeFrom: TensorIndex where Bound == Int {
    public var indexPart: TensorIndexPart {
        TensorIndexPart(.slice(from: lowerBound, to: nil, by: 1))
    }
}

extension PartialRangeUpTo: TensorIndex where Bound == Int {
    public var indexPart: TensorIndexPart {
        TensorIndexPart(.slice(from: nil, to: upperBound, by: 1))
    }
}

extension PartialRangeThrough: TensorIndex where Bound == Int {
    public var indexPart: TensorIndexPart {
        TensorIndexPart(.slice(from: nil, to: after(upperBound), by: 1))
    }
}

/// The bound that excludes nothing up to `last`, which is the end where `last` is the last position.
private func after(_ last: Int) -> Int? { last == -1 ? nil : last + 1 }

extension StrideTo: TensorIndex where Element == Int {
    public var indexPart: TensorIndexPart { steps(of: Array(self)) }
}

extension StrideThrough: TensorIndex where Element == Int {
    public var indexPart: TensorIndexPart { steps(of: Array(self)) }
}

private func steps(of positions: [Int]) -> TensorIndexPart {
    let step = positions.count > 1 ? positions[1] - positions[0] : 1
    return TensorIndexPart(.steps(first: positions.first ?? 0, count: positions.count, by: step))
}

/// A range with optional bounds and a step, as Python writes `from:to:by`.
public struct AxisSlice: TensorIndex {
    let start: Int?
    let end: Int?
    let step: Int

    public var indexPart: TensorIndexPart {
        TensorIndexPart(.slice(from: start, to: end, by: step))
    }
}

extension TensorIndex where Self == AxisSlice {
    /// From `start` up to but without `end`, in steps of `step`: Python's `start:end:step`.
    ///
    /// - Parameters:
    ///   - start: Where to begin: at the first entry, or at the last one if `step` is negative, unless it is given.
    ///   - end: The entry before which to stop. Negative bounds count from the end of the axis.
    ///   - step: Not 0.
    public static func slice(from start: Int? = nil, to end: Int? = nil, by step: Int = 1) -> AxisSlice {
        AxisSlice(start: start, end: end, step: step)
    }

    /// The whole axis: Python's `:`.
    public static var all: AxisSlice { AxisSlice(start: nil, end: nil, step: 1) }
}

/// An axis of length one: NumPy's `newaxis`.
public struct NewAxis: TensorIndex {
    public var indexPart: TensorIndexPart { TensorIndexPart(.newAxis) }
}

extension TensorIndex where Self == NewAxis {
    /// Adds an axis of length one.
    public static var newAxis: NewAxis { NewAxis() }
}

/// As many whole axes as the other indices leave: Python's `...`.
public struct Ellipsis: TensorIndex {
    public var indexPart: TensorIndexPart { TensorIndexPart(.ellipsis) }
}

extension TensorIndex where Self == Ellipsis {
    /// As many whole axes as the other indices leave.
    public static var ellipsis: Ellipsis { Ellipsis() }
}

extension Array: TensorIndex where Element == Int {
    public var indexPart: TensorIndexPart {
        TensorIndexPart(.positions(Tensor(self, shape: [count], dtype: .int64)))
    }
}

extension Tensor: TensorIndex {
    public var indexPart: TensorIndexPart {
        if dtype.isFloatingPoint {
            shapeError(
                "index",
                "a tensor of \(dtype) is neither a mask nor positions (compare it, or cast(to: .int64))")
        }
        return TensorIndexPart(dtype == .bool ? .mask(self) : .positions(self))
    }
}

internal import CKernels

/// What the indices of a subscript select from a shape: a view, and positions along some of its axes.
struct Selection: Sendable {
    /// One step towards the view.
    enum Step: Sendable {
        case select(axis: Int, Int)
        case slice(axis: Int, start: Int, count: Int, step: Int)
        case insert(axis: Int)
    }

    private(set) var steps: [Step] = []
    /// Axes of the view, in order, and the entries taken along them; all tensors of positions broadcast together.
    private(set) var lists: [(axis: Int, positions: Tensor)] = []

    init(_ indices: [any TensorIndex], in shape: Shape) {
        let parts = indices.map(\.indexPart)
        var consumed = 0
        var ellipses = 0
        for part in parts {
            switch part.kind {
            case .position, .slice, .steps, .positions: consumed += 1
            case .mask(let mask): consumed += mask.rank
            case .ellipsis: ellipses += 1
            case .newAxis: break
            }
        }
        var written: String { "x[" + parts.map(\.text).joined(separator: ", ") + "]" }
        if consumed > shape.rank {
            shapeError("index", "\(written) has indices for \(consumed) axes, shape \(shape) has \(shape.rank)")
        }
        if ellipses > 1 { shapeError("index", "\(written) has \(ellipses) ellipses; one can stand for many axes") }
        // `axis` is that of the view so far, `source` that of the shape.
        var axis = 0
        var source = 0
        for part in parts {
            let length = source < shape.rank ? shape[source] : 0
            let place = { "axis \(source) of \(shape), which has \(length) \(length == 1 ? "entry" : "entries")" }
            switch part.kind {
            case .position(let position):
                let found = position < 0 ? position + length : position
                if found < 0 || found >= length { shapeError("index", "\(position) is out of range for \(place())") }
                steps.append(.select(axis: axis, found))
                source += 1
            case .slice(let from, let to, let by):
                if by == 0 { shapeError("index", "\(written): a step of 0 goes nowhere") }
                let start = Selection.bound(from ?? (by > 0 ? 0 : Swift.max(0, length - 1)), length)
                let end = to.map { Selection.bound($0, length) } ?? (by > 0 ? length : -1)
                let limit = by > 0 ? length : Swift.max(0, length - 1)
                let backwards = by > 0 ? start > end : start < end
                if start < 0 || start > limit || end > length || (end < 0 && to != nil) || backwards {
                    shapeError("index", "\(part.text) is not within 0..<\(length), \(place())")
                }
                let pace = Int(clamping: by.magnitude)
                let count = length == 0 ? 0 : ((end - start).magnitude.signed - 1 + pace) / pace
                if !(start == 0 && count == length && by == 1) {
                    steps.append(.slice(axis: axis, start: start, count: count, step: by))
                }
                axis += 1
                source += 1
            case .steps(let first, let count, let by):
                let start = first < 0 ? first + length : first
                let last = start + (count - 1) * by
                if count > 0 && (start < 0 || start >= length || last < 0 || last >= length) {
                    shapeError("index", "\(part.text) is not within 0..<\(length), \(place())")
                }
                steps.append(.slice(axis: axis, start: count == 0 ? 0 : start, count: count, step: by))
                axis += 1
                source += 1
            case .newAxis:
                steps.append(.insert(axis: axis))
                axis += 1
            case .ellipsis:
                axis += shape.rank - consumed
                source += shape.rank - consumed
            case .positions(let positions):
                lists.append((axis, Selection.checked(positions, length, place)))
                axis += 1
                source += 1
            case .mask(let mask):
                for offset in 0..<mask.rank where mask.shape[offset] != shape[source + offset] {
                    shapeError(
                        "index",
                        "a mask of shape \(mask.shape) for axes \(source)..<\(source + mask.rank) of \(shape) "
                            + "(lengths must agree)")
                }
                if mask.rank == 0 { shapeError("index", "a mask of shape [] has no axes to select from") }
                for positions in mask.nonzero() {
                    lists.append((axis, positions))
                    axis += 1
                    source += 1
                }
            }
        }
    }

    private static func bound(_ position: Int, _ length: Int) -> Int {
        position < 0 ? position + length : position
    }

    /// Positions as int64, those from the end counted from the front.
    static func checked(_ positions: Tensor, _ length: Int, _ place: () -> String) -> Tensor {
        let wide = positions.detach().cast(to: .int64)
        if wide.count == 0 { return wide }
        let (least, largest) = (wide.min().item(as: Int.self), wide.max().item(as: Int.self))
        if least < -length || largest >= length {
            shapeError("index", "\(largest >= length ? largest : least) is out of range for \(place())")
        }
        return least < 0 ? wide + wide.lessThan(0).cast(to: .int64) * length : wide
    }

    /// The view that the steps lead to.
    func view(of tensor: Tensor) -> Tensor {
        var view = tensor
        for step in steps {
            switch step {
            case .select(let axis, let position):
                view = view.sliced(axis: axis, start: position, count: 1, step: 1).squeezing(axis: axis)
            case .slice(let axis, let start, let count, let step):
                view = view.sliced(axis: axis, start: start, count: count, step: step)
            case .insert(let axis): view = view.expandingDims(axis: axis)
            }
        }
        return view
    }

    /// The selected elements: a view, or a copy where there are lists of positions.
    func elements(of tensor: Tensor) -> Tensor {
        let view = view(of: tensor)
        return lists.isEmpty ? view : taken(from: view)
    }

    /// Takes the listed entries. Their axes become those of the lists: in the place of the first one where the lists
    /// stand side by side, in front otherwise.
    private func taken(from view: Tensor) -> Tensor {
        let axes = lists.map(\.axis)
        let rest = (0..<view.rank).filter { !axes.contains($0) }
        let shape = lists.dropFirst().reduce(lists[0].positions.shape) {
            Shape.broadcast($0, $1.positions.shape, "index")
        }
        var row = Tensor.zeros([], dtype: .int64)
        for (axis, positions) in lists { row = row * view.shape[axis] + positions }
        let rows = row.broadcast(to: shape).array(of: Int.self)
        let restLengths = rest.map { view.shape[$0] }
        let source = axes == Array(0..<axes.count) ? view : view.transposed(axes + rest)
        let count = axes.reduce(1) { $0 * view.shape[$1] }
        let taken = source.reshape(Shape([count] + restLengths)).gathered(checkedRows: rows)
        let result = taken.reshape(Shape(Array(shape) + restLengths))
        let sideBySide = axes.last! - axes.first! == axes.count - 1
        if !sideBySide || axes.first! == 0 { return result }
        // [lists, rest] → [rest before, lists, rest after]
        let before = axes.first!
        let (listAxes, restAxes) = (Array(0..<shape.rank), Array(shape.rank..<result.rank))
        return result.transposed(Array(restAxes[..<before]) + listAxes + Array(restAxes[before...]))
    }
}

extension UInt {
    fileprivate var signed: Int { Int(clamping: self) }
}

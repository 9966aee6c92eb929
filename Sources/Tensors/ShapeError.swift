/// Where on this thread a mistake is made, for the message, such as the layer whose forward pass runs; set by the module
/// that knows, once, before any mistake.
package nonisolated(unsafe) var mistakePlace: (@Sendable () -> String?)?

/// Stops with `operation: problem`: the arguments' shapes, axes or types do not fit each other.
///
/// Such mistakes are the caller's, so they trap; in a notebook the cell ends with this message and the session lives on.
package func shapeError(_ operation: String, _ problem: String) -> Never {
    let place = mistakePlace?().map { ", in \($0)" } ?? ""
    fatalError("\(operation): \(problem)\(place)")
}

/// `axis` counted from the front; negative ones count from the back.
func normalized(axis: Int, rank: Int, _ operation: String) -> Int {
    let position = axis < 0 ? axis + rank : axis
    if position < 0 || position >= rank { axisError(axis, rank, operation) }
    return position
}

/// Stops with the axes that there are.
func axisError(_ axis: Int, _ rank: Int, _ operation: String) -> Never {
    let valid = rank == 0 ? "a single number has no axes" : "axes are \(-rank)...\(rank - 1)"
    shapeError(operation, "axis \(axis) is out of range (\(valid))")
}

/// Each of `axes` counted from the front, all axes for `nil`; none may come twice.
func normalized(axes: [Int]?, rank: Int, _ operation: String) -> [Int] {
    guard let axes else { return Array(0..<rank) }
    let positions = axes.map { normalized(axis: $0, rank: rank, operation) }
    if Set(positions).count != positions.count { shapeError(operation, "\(axes) names an axis twice") }
    return positions
}

/// Something that is drawn in axes: a line, points, bars, …
///
/// Every kind of mark lives in a file of its own in this folder.
protocol Mark: Sendable {
    /// What the legend calls it, if anything.
    var label: String? { get }
    var xValues: [Double] { get }
    var yValues: [Double] { get }
    /// Whether the horizontal values are whole numbers, such as epochs, with no meaning in between.
    var hasWholeX: Bool { get }

    func draw(on canvas: Canvas, in frame: PlotFrame)

    /// Draws the sign that stands for the mark in the legend.
    func drawKey(on canvas: Canvas, in rect: Rect)

    /// Whether the mark covers any of `rect`, which the legend wants to use.
    func covers(_ rect: Rect, in frame: PlotFrame) -> Bool
}

/// The rectangle of the page where data is drawn, and how values map to places in it.
package struct PlotFrame: Sendable {
    package var rect: Rect
    package var xRange: ClosedRange<Double>
    package var yRange: ClosedRange<Double>

    /// The place of a value, held within a million pixels so that the rasterizer's fixed-point numbers do not overflow.
    package func place(_ x: Double, _ y: Double) -> Point {
        let across = (x - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound)
        let up = (y - yRange.lowerBound) / (yRange.upperBound - yRange.lowerBound)
        let far = 1e6
        return Point(
            min(max(rect.x + across * rect.width, -far), far), min(max(rect.maxY - up * rect.height, -far), far))
    }
}

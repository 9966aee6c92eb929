/// A line through points in their order, interrupted where a value is not finite.
struct LineMark: Mark {
    var xValues: [Double]
    var yValues: [Double]
    var label: String?
    var color: Color
    var width = 1.8
    var dashes: [Double] = []
    let hasWholeX: Bool
    private let isSorted: Bool

    init(x: [Double], y: [Double], label: String?, color: Color, dashes: [Double] = []) {
        xValues = x
        yValues = y
        self.label = label
        self.color = color
        self.dashes = dashes
        hasWholeX = x.allSatisfy { $0.rounded() == $0 && abs($0) < 1e15 }
        isSorted = zip(x, x.dropFirst()).allSatisfy { $0 <= $1 }
    }

    func draw(on canvas: Canvas, in frame: PlotFrame) {
        canvas.clipped(to: frame.rect.inset(-width / 2)) {
            for run in runs(in: frame, columnsPerPixel: canvas.scale) {
                if run.count == 1 {
                    canvas.dot(at: run[0], radius: width * 1.4, color: color)
                } else {
                    canvas.polyline(run, color: color, width: width, dashes: dashes)
                }
            }
        }
    }

    func drawKey(on canvas: Canvas, in rect: Rect) {
        canvas.polyline(
            [Point(rect.x, rect.midY), Point(rect.maxX, rect.midY)], color: color, width: width, dashes: dashes)
    }

    func covers(_ rect: Rect, in frame: PlotFrame) -> Bool {
        let rect = rect.inset(-width)
        return runs(in: frame, columnsPerPixel: 1).contains { run in
            run.count == 1
                ? rect.contains(run[0]) : zip(run, run.dropFirst()).contains { rect.meetsSegment(from: $0, to: $1) }
        }
    }

    /// The unbroken pieces of the line, as places on the page.
    ///
    /// Of a line with many more points than there are pixels, only the first, lowest, highest and last point of each
    /// pixel column are kept, which draws the same pixels (Jugel et al., M4, VLDB 2014).
    func runs(in frame: PlotFrame, columnsPerPixel: Double) -> [[Point]] {
        let isDense = isSorted && Double(xValues.count) > 4 * frame.rect.width * columnsPerPixel
        var runs: [[Point]] = []
        var run: [Point] = []
        var column = PixelColumn()
        func endRun() {
            column.flush(into: &run)
            if !run.isEmpty { runs.append(run) }
            run = []
        }
        for (x, y) in zip(xValues, yValues) {
            guard AxisLimits.isDrawable(x), AxisLimits.isDrawable(y) else {
                endRun()
                continue
            }
            let point = frame.place(x, y)
            guard isDense else {
                run.append(point)
                continue
            }
            let index = Int((point.x * columnsPerPixel).rounded(.down))
            if index != column.index {
                column.flush(into: &run)
                column.index = index
            }
            column.add(point)
        }
        endRun()
        return runs
    }
}

/// The points of a line that fall into one column of pixels, reduced to those that can be seen.
private struct PixelColumn {
    var index = Int.min
    private var points: (first: Point, low: Point, high: Point, last: Point)?
    private var lowIsFirst = true

    mutating func add(_ point: Point) {
        guard var known = points else {
            points = (point, point, point, point)
            return
        }
        if point.y < known.low.y {
            known.low = point
            lowIsFirst = false
        }
        if point.y > known.high.y {
            known.high = point
            lowIsFirst = true
        }
        known.last = point
        points = known
    }

    mutating func flush(into run: inout [Point]) {
        defer {
            points = nil
            index = .min
        }
        guard let points else { return }
        let inner = lowIsFirst ? [points.low, points.high] : [points.high, points.low]
        for point in [points.first] + inner + [points.last] where run.last != point { run.append(point) }
    }
}

/// A dot at each point.
struct ScatterMark: Mark {
    var xValues: [Double]
    var yValues: [Double]
    var label: String?
    var color: Color
    var radius = 2.6
    // Dots between whole numbers are nothing unusual, so the axis is free to divide them.
    var hasWholeX: Bool { false }

    func draw(on canvas: Canvas, in frame: PlotFrame) {
        // Where dots crowd, lighter ones show how many lie on top of each other.
        var translucent = color
        translucent.alpha *= xValues.count > 300 ? 0.6 : 0.85
        canvas.clipped(to: frame.rect.inset(-radius)) {
            canvas.dots(at: places(in: frame), radius: radius, color: translucent)
        }
    }

    func drawKey(on canvas: Canvas, in rect: Rect) {
        canvas.dot(at: Point(rect.midX, rect.midY), radius: radius * 1.2, color: color)
    }

    func covers(_ rect: Rect, in frame: PlotFrame) -> Bool {
        let rect = rect.inset(-radius)
        return places(in: frame).contains { rect.contains($0) }
    }

    func places(in frame: PlotFrame) -> [Point] {
        zip(xValues, yValues).compactMap { x, y in
            AxisLimits.isDrawable(x) && AxisLimits.isDrawable(y) ? frame.place(x, y) : nil
        }
    }
}

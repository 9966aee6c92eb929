/// Where the parts of axes stand on the page.
package struct AxesLayout {
    package var frame: PlotFrame
    package var xTicks: Ticks
    package var yTicks: Ticks
    package var title: Point
    package var warnings: Point
    package var xLabel: Point
    package var yLabel: Point
    package var legend: LegendLayout?
    /// Whether there is anything to draw.
    package var hasData: Bool
}

extension Axes {
    static let tickLength = 4.0
    static let gap = 6.0

    /// - Parameter area: The part of the page that the axes with all their texts may use.
    package func layout(in area: Rect, on canvas: Canvas) -> AxesLayout {
        layout(in: area, on: canvas, theme: .light)
    }

    func layout(in area: Rect, on canvas: Canvas, theme: Theme) -> AxesLayout {
        let reserved = 20 + (title.isEmpty ? 0 : 26) + (xLabel.isEmpty ? 0 : 18.0)
        let legend = LegendLayout(
            for: marks, placement: legend, area: area, reserving: reserved, on: canvas, theme: theme)
        if legend?.isOutside == true {
            return layout(in: area, on: canvas, theme: theme, legend: legend)
        }
        var result = layout(in: area, on: canvas, theme: theme, legend: nil)
        guard var legend else { return result }
        if legend.placeInside(result.frame, avoiding: marks) {
            result.legend = legend
            return result
        }
        legend.isOutside = true
        return layout(in: area, on: canvas, theme: theme, legend: legend)
    }

    private func layout(in area: Rect, on canvas: Canvas, theme: Theme, legend outside: LegendLayout?) -> AxesLayout {
        let xData = xLimits ?? AxisLimits.automatic(for: marks.lazy.flatMap(\.xValues), margin: 0.03)
        let yData = yLimits ?? AxisLimits.automatic(for: visibleY, margin: 0.05)
        let hasData = AxisLimits.automatic(for: visibleY, margin: 0) != nil && xData != nil
        let xRange = Axes.usable(xData)
        let yRange = Axes.usable(yData)
        let capHeight = canvas.capHeight(size: theme.tickSize)
        let labelHeight = canvas.capHeight(size: theme.labelSize)

        var top = area.y
        let titleY = top + (title.isEmpty ? 0 : theme.titleSize)
        if !title.isEmpty { top = titleY + 2 * Axes.gap }
        let warningsY = top + labelHeight
        if !warnings.isEmpty { top += Double(warnings.count) * 16 + Axes.gap }
        top = max(top, area.y + capHeight)
        var bottom = area.maxY - Axes.tickLength - Axes.gap - capHeight
        let hasXNote = xTicks(in: xRange, width: area.width, on: canvas, theme: theme).note != nil
        if !xLabel.isEmpty || hasXNote { bottom -= labelHeight + 1.6 * Axes.gap }

        let yTicks = { [bottom] (top: Double) in
            Ticks(in: yRange, atMost: max(2, Int((bottom - top) / 38)), wholeNumbers: false)
        }
        var y = yTicks(top)
        if y.note != nil {
            top += capHeight + Axes.gap
            y = yTicks(top)
        }
        let widest = y.labels.map { canvas.width(of: $0, size: theme.tickSize) }.max() ?? 0
        var left = area.x + widest + Axes.gap + Axes.tickLength
        if !yLabel.isEmpty { left += theme.labelSize + Axes.gap }
        var right = area.maxX - (outside.map { $0.rect.width + 2 * Axes.gap } ?? 0)

        var x = xTicks(in: xRange, width: right - left, on: canvas, theme: theme)
        if let last = x.values.last, let label = x.labels.last {
            // The last label may reach beyond the axis' end.
            let share = (last - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound)
            let reach = left + share * (right - left) + canvas.width(of: label, size: theme.tickSize) / 2
            if reach > area.maxX && outside == nil { right -= min(reach - area.maxX, (right - left) / 3) }
            x = xTicks(in: xRange, width: right - left, on: canvas, theme: theme)
        }
        let rect = Rect(x: left, y: top, width: max(10, right - left), height: max(10, bottom - top))
        var legend = outside
        legend?.rect.x = rect.maxX + 2 * Axes.gap
        legend?.rect.y = rect.y
        return AxesLayout(
            frame: PlotFrame(rect: rect, xRange: xRange, yRange: yRange), xTicks: x, yTicks: y,
            title: Point(rect.midX, titleY), warnings: Point(rect.x, warningsY), xLabel: Point(rect.midX, area.maxY),
            yLabel: Point(area.x + labelHeight, rect.midY), legend: legend, hasData: hasData)
    }

    /// The vertical values at places that the horizontal limits let be seen.
    private var visibleY: [Double] {
        marks.flatMap { mark in
            zip(mark.xValues, mark.yValues).compactMap { x, y in
                AxisLimits.isDrawable(x) && (xLimits?.contains(x) ?? true) ? y : nil
            }
        }
    }

    private static func usable(_ range: ClosedRange<Double>?) -> ClosedRange<Double> {
        guard let range, range.lowerBound.isFinite, range.upperBound.isFinite else { return 0...1 }
        return range.lowerBound < range.upperBound
            ? range : (AxisLimits.automatic(for: [range.lowerBound], margin: 0) ?? 0...1)
    }

    /// As many ticks as there is room for their labels.
    private func xTicks(in range: ClosedRange<Double>, width: Double, on canvas: Canvas, theme: Theme) -> Ticks {
        let isWhole = !marks.isEmpty && marks.allSatisfy(\.hasWholeX) && range.upperBound - range.lowerBound >= 1
        var maximum = max(2, Int(width / 48))
        while true {
            let ticks = Ticks(in: range, atMost: maximum, wholeNumbers: isWhole)
            let widest = ticks.labels.map { canvas.width(of: $0, size: theme.tickSize) }.max() ?? 0
            let distance = ticks.step / (range.upperBound - range.lowerBound) * width
            if maximum <= 2 || ticks.values.count < 2 || widest + 14 <= distance { return ticks }
            maximum -= 1
        }
    }
}

extension Axes {
    func draw(on canvas: Canvas, in area: Rect, theme: Theme) {
        let layout = layout(in: area, on: canvas, theme: theme)
        drawGrid(on: canvas, layout, theme)
        for mark in marks { mark.draw(on: canvas, in: layout.frame) }
        drawSpines(on: canvas, layout, theme)
        drawTicks(on: canvas, layout, theme)
        drawTexts(on: canvas, layout, theme)
        layout.legend?.draw(on: canvas, theme: theme)
    }

    private func drawGrid(on canvas: Canvas, _ layout: AxesLayout, _ theme: Theme) {
        guard hasGrid else { return }
        let rect = layout.frame.rect
        for value in layout.xTicks.values {
            let x = layout.frame.place(value, layout.frame.yRange.lowerBound).x
            canvas.rule(from: Point(x, rect.y), to: Point(x, rect.maxY), color: theme.grid, width: 1)
        }
        for value in layout.yTicks.values {
            let y = layout.frame.place(layout.frame.xRange.lowerBound, value).y
            canvas.rule(from: Point(rect.x, y), to: Point(rect.maxX, y), color: theme.grid, width: 1)
        }
    }

    private func drawSpines(on canvas: Canvas, _ layout: AxesLayout, _ theme: Theme) {
        let rect = layout.frame.rect
        canvas.rule(from: Point(rect.x, rect.y), to: Point(rect.x, rect.maxY + 0.5), color: theme.spine, width: 1)
        canvas.rule(from: Point(rect.x - 0.5, rect.maxY), to: Point(rect.maxX, rect.maxY), color: theme.spine, width: 1)
    }

    private func drawTicks(on canvas: Canvas, _ layout: AxesLayout, _ theme: Theme) {
        let rect = layout.frame.rect
        for (value, label) in zip(layout.xTicks.values, layout.xTicks.labels) {
            let x = layout.frame.place(value, layout.frame.yRange.lowerBound).x
            let end = rect.maxY + Axes.tickLength
            canvas.rule(from: Point(x, rect.maxY), to: Point(x, end), color: theme.spine, width: 1)
            canvas.text(
                label, at: Point(x, end + Axes.gap * 0.8), size: theme.tickSize, color: theme.softInk, anchor: .center,
                baseline: .top)
        }
        for (value, label) in zip(layout.yTicks.values, layout.yTicks.labels) {
            let y = layout.frame.place(layout.frame.xRange.lowerBound, value).y
            let end = rect.x - Axes.tickLength
            canvas.rule(from: Point(end, y), to: Point(rect.x, y), color: theme.spine, width: 1)
            canvas.text(
                label, at: Point(end - Axes.gap * 0.7, y), size: theme.tickSize, color: theme.softInk, anchor: .right,
                baseline: .middle)
        }
        if let note = layout.xTicks.note {
            canvas.text(
                note, at: Point(rect.maxX, layout.xLabel.y), size: theme.tickSize, color: theme.softInk, anchor: .right)
        }
        if let note = layout.yTicks.note {
            canvas.text(note, at: Point(rect.x, rect.y - Axes.gap), size: theme.tickSize, color: theme.softInk)
        }
    }

    private func drawTexts(on canvas: Canvas, _ layout: AxesLayout, _ theme: Theme) {
        let rect = layout.frame.rect
        let title = canvas.fitted(title, width: canvas.width - 16, size: theme.titleSize)
        // A title wider than the axes is centred on the page where the axes' middle would cut it off.
        let half = canvas.width(of: title, size: theme.titleSize) / 2
        let titleX = min(max(layout.title.x, half + 8), max(canvas.width - half - 8, half + 8))
        canvas.text(title, at: Point(titleX, layout.title.y), size: theme.titleSize, color: theme.ink, anchor: .center)
        for (index, warning) in warnings.enumerated() {
            let place = Point(layout.warnings.x, layout.warnings.y + Double(index) * 16)
            canvas.text(
                canvas.fitted(warning, width: rect.width, size: theme.tickSize), at: place, size: theme.tickSize,
                color: theme.warning)
        }
        canvas.text(
            canvas.fitted(xLabel, width: rect.width, size: theme.labelSize), at: layout.xLabel, size: theme.labelSize,
            color: theme.ink, anchor: .center)
        canvas.text(
            canvas.fitted(yLabel, width: rect.height, size: theme.labelSize), at: layout.yLabel, size: theme.labelSize,
            color: theme.ink, anchor: .center, isUpward: true)
        if !layout.hasData {
            canvas.text(
                "no data", at: Point(rect.midX, rect.midY), size: theme.labelSize, color: theme.softInk,
                anchor: .center, baseline: .middle)
        }
    }
}

extension Figure {
    static let margin = 12.0

    /// The figure drawn with `scale` pixels to a CSS pixel.
    package func canvas(scale: Double = 2) -> Canvas {
        switch content {
        case .axes(let axes, let columns): draw(axes, columns: columns, scale: scale)
        case .images(let grid): grid.canvas(title: title, background: background, scale: scale)
        }
    }

    /// Below this the texts alone need more room than there is.
    private static let smallest = 60.0

    private static func usable(_ size: Double) -> Double { size > smallest ? size : smallest }

    private func draw(_ axes: [Axes], columns: Int, scale: Double) -> Canvas {
        let theme = Theme.light
        let canvas = Canvas(
            width: Self.usable(width), height: Self.usable(height), scale: scale, background: background)
        for (index, area) in areas(columns: columns, rows: axes.count / columns, on: canvas).enumerated() {
            titled(axes[index], isAlone: axes.count == 1).draw(on: canvas, in: area, theme: theme)
        }
        if axes.count > 1 && !title.isEmpty {
            canvas.text(
                canvas.fitted(title, width: canvas.width - 2 * Self.margin, size: theme.titleSize + 1),
                at: Point(canvas.width / 2, Self.margin + theme.titleSize), size: theme.titleSize + 1, color: theme.ink,
                anchor: .center)
        }
        return canvas
    }

    /// The one pair of axes of a figure carries the figure's title, so that it stands above the middle of the data.
    private func titled(_ axes: Axes, isAlone: Bool) -> Axes {
        var axes = axes
        if isAlone && axes.title.isEmpty { axes.title = title }
        return axes
    }

    private func areas(columns: Int, rows: Int, on canvas: Canvas) -> [Rect] {
        let gap = 22.0
        let head = rows * columns > 1 && !title.isEmpty ? 34.0 : 0
        let width = (canvas.width - 2 * Self.margin - Double(columns - 1) * gap) / Double(columns)
        let height = (canvas.height - 2 * Self.margin - head - Double(rows - 1) * gap) / Double(rows)
        return (0..<rows * columns).map { index in
            Rect(
                x: Self.margin + Double(index % columns) * (width + gap),
                y: Self.margin + head + Double(index / columns) * (height + gap), width: width, height: height)
        }
    }

    /// Where everything stands in the axes of a figure that has one pair of them.
    package func layoutOfAxes() -> AxesLayout {
        let canvas = Canvas(width: Self.usable(width), height: Self.usable(height), background: background)
        return titled(axes, isAlone: true).layout(in: areas(columns: 1, rows: 1, on: canvas)[0], on: canvas)
    }
}

/// The sizes of a grid of images, in CSS pixels.
struct ImageGridLayout {
    var cellWidth: Double
    var cellHeight: Double
    var captionHeight: Double
    var rows: Int
    var head: Double
    var foot: Double
}

extension ImageGrid {
    func layout(hasTitle: Bool = false) -> ImageGridLayout {
        let available = Self.pageWidth - 2 * Figure.margin - Double(columns - 1) * Self.gap
        let largest = cellSize ?? min(available / Double(columns), columns == 1 ? 360 : 140)
        let widest = images.map(\.width).max() ?? 1
        let highest = images.map(\.height).max() ?? 1
        let scale = pixelScale(max(widest, highest, 1), cell: max(largest, 4))
        let width = images.isEmpty ? 160 : max(4, min(Double(widest) * scale, largest))
        let height = images.isEmpty ? 24 : max(4, min(Double(highest) * scale, largest))
        let caption = titles.isEmpty ? 0.0 : 17
        let head = hasTitle ? 30.0 : 0
        let wanted = images.isEmpty ? 1 : (images.count + columns - 1) / columns
        let fitting = max(1, Int((Self.highest - head - 2 * Figure.margin) / (height + caption + Self.gap)))
        return ImageGridLayout(
            cellWidth: width, cellHeight: height, captionHeight: caption, rows: min(wanted, fitting), head: head,
            foot: wanted > fitting ? 20 : 0)
    }

    /// CSS pixels for one pixel of an image of `size` pixels in a cell: a multiple of half a CSS pixel where it is
    /// enlarged, so that all of its pixels come out equally large on the raster.
    private func pixelScale(_ size: Int, cell: Double) -> Double {
        let scale = min(cell / Double(size), Self.largestPixel)
        return scale >= 0.5 ? (scale * 2).rounded(.down) / 2 : scale
    }

    func canvas(title: String, background: Color, scale: Double) -> Canvas {
        let theme = Theme.light
        let layout = layout(hasTitle: !title.isEmpty)
        let contentWidth = Double(columns) * layout.cellWidth + Double(columns - 1) * Self.gap
        let rowHeight = layout.captionHeight + layout.cellHeight
        let width = max(contentWidth + 2 * Figure.margin, title.isEmpty && layout.foot == 0 ? 0 : 240)
        let height =
            layout.head + layout.foot + Double(layout.rows) * rowHeight + Double(layout.rows - 1) * Self.gap
            + 2 * Figure.margin
        let canvas = Canvas(width: width, height: height, scale: scale, background: background)
        if !title.isEmpty {
            canvas.text(
                canvas.fitted(title, width: canvas.width - 2 * Figure.margin, size: theme.titleSize),
                at: Point(canvas.width / 2, Figure.margin + theme.titleSize), size: theme.titleSize, color: theme.ink,
                anchor: .center)
        }
        let left = ((canvas.width - contentWidth) / 2 * canvas.scale).rounded() / canvas.scale
        let shared = sharedRange
        for index in 0..<shownCount {
            let cell = Rect(
                x: left + Double(index % columns) * (layout.cellWidth + Self.gap),
                y: Figure.margin + layout.head + Double(index / columns) * (rowHeight + Self.gap)
                    + layout.captionHeight,
                width: layout.cellWidth, height: layout.cellHeight)
            draw(index, in: cell, range: shared, on: canvas, theme: theme)
        }
        if shownCount < images.count || images.isEmpty {
            let note = images.isEmpty ? "no images" : "… and \(images.count - shownCount) more images"
            canvas.text(
                note, at: Point(canvas.width / 2, canvas.height - Figure.margin), size: theme.tickSize,
                color: theme.softInk, anchor: .center)
        }
        return canvas
    }

    private func draw(_ index: Int, in cell: Rect, range shared: ClosedRange<Float>, on canvas: Canvas, theme: Theme) {
        if index < titles.count {
            let caption = canvas.fitted(titles[index], width: cell.width + Self.gap - 2, size: theme.tickSize)
            canvas.text(
                caption, at: Point(cell.midX, cell.y - 5), size: theme.tickSize, color: theme.ink, anchor: .center)
        }
        let image = images[index]
        guard image.width > 0 && image.height > 0 else { return }
        let scale = min(cell.width / Double(image.width), cell.height / Double(image.height))
        let rounded = scale * canvas.scale >= 1 ? (scale * canvas.scale).rounded(.down) / canvas.scale : scale
        let width = max(Double(image.width) * rounded, 1)
        let height = max(Double(image.height) * rounded, 1)
        let place = Rect(
            x: ((cell.midX - width / 2) * canvas.scale).rounded() / canvas.scale,
            y: ((cell.midY - height / 2) * canvas.scale).rounded() / canvas.scale, width: width, height: height)
        let drawn = image.reduced(by: Int((1 / (rounded * canvas.scale)).rounded(.down)))
        canvas.drawPixels(
            drawn.colors(colorMap, range: self.range(of: image, shared: shared)), width: drawn.width,
            height: drawn.height,
            in: place)
        let hairline = 1 / canvas.scale
        canvas.stroke(place.inset(-hairline / 2), color: Color(hex: 0xC8C8C8), width: hairline)
    }

    private var sharedRange: ClosedRange<Float> {
        let extents = images.prefix(shownCount).filter { $0.channels == 1 }.compactMap(\.extent)
        guard let low = extents.map(\.lowerBound).min(), let high = extents.map(\.upperBound).max() else {
            return 0...1
        }
        return balanced(low...high)
    }

    private func range(of image: ImageData, shared: ClosedRange<Float>) -> ClosedRange<Float> {
        switch range {
        case .shared: shared
        case .each: balanced(image.extent ?? 0...1)
        case .fixed(let range): range
        }
    }

    /// The range with zero in its middle where the colour map asks for that.
    private func balanced(_ range: ClosedRange<Float>) -> ClosedRange<Float> {
        guard colorMap.isDiverging else { return range }
        let reach = max(abs(range.lowerBound), abs(range.upperBound))
        return -reach...reach
    }
}

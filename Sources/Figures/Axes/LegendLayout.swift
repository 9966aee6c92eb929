/// The legend of axes: which labels it has room for, and where it stands.
package struct LegendLayout {
    package struct Entry {
        package var text: String
        var mark: (any Mark)?
    }

    package var entries: [Entry]
    package var rect: Rect
    package var isOutside: Bool

    static let rowHeight = 18.0
    static let keyWidth = 22.0
    static let padding = 8.0
    /// More entries than this would hide too much of the axes.
    private static let mostInside = 10

    /// - Parameter reserved: How much of the area's height the title and the labels of the axes take.
    init?(
        for marks: [any Mark], placement: LegendPlacement, area: Rect, reserving reserved: Double, on canvas: Canvas,
        theme: Theme
    ) {
        let labelled = marks.filter { $0.label?.isEmpty == false }
        guard placement != .hidden, !labelled.isEmpty else { return nil }
        isOutside = placement == .outside || labelled.count > Self.mostInside
        let rows = max(2, Int((area.height - reserved - Self.padding) / Self.rowHeight))
        let shown = labelled.count > rows ? rows - 1 : labelled.count
        let widest = area.width * 0.3
        entries = labelled.prefix(shown).map { mark in
            Entry(text: canvas.fitted(mark.label ?? "", width: widest, size: theme.tickSize), mark: mark)
        }
        if shown < labelled.count { entries.append(Entry(text: "… and \(labelled.count - shown) more", mark: nil)) }
        let width = entries.map { canvas.width(of: $0.text, size: theme.tickSize) }.max() ?? 0
        rect = Rect(
            x: 0, y: 0, width: Self.keyWidth + 3 * Self.padding + width,
            height: Double(entries.count) * Self.rowHeight + Self.padding)
    }

    /// Puts the legend where it hides none of `marks`.
    ///
    /// - Returns: Whether there is such a place.
    mutating func placeInside(_ frame: PlotFrame, avoiding marks: [any Mark]) -> Bool {
        let area = frame.rect.inset(Self.padding)
        guard rect.width <= area.width, rect.height <= area.height else { return false }
        let left = area.x
        let right = area.maxX - rect.width
        let top = area.y
        let bottom = area.maxY - rect.height
        let center = area.midX - rect.width / 2
        let middle = area.midY - rect.height / 2
        let places = [
            (right, top), (left, top), (right, bottom), (left, bottom), (right, middle), (left, middle), (center, top),
            (center, bottom),
        ]
        for place in places {
            rect.x = place.0
            rect.y = place.1
            let wanted = rect.inset(-4)
            if !marks.contains(where: { $0.covers(wanted, in: frame) }) { return true }
        }
        return false
    }

    func draw(on canvas: Canvas, theme: Theme) {
        if !isOutside {
            var paper = theme.paper
            paper.alpha = 0.9
            canvas.fill(rect, color: paper, cornerRadius: 3)
            canvas.stroke(rect, color: theme.grid, width: 1, cornerRadius: 3)
        }
        for (index, entry) in entries.enumerated() {
            let middle = rect.y + Self.padding / 2 + (Double(index) + 0.5) * Self.rowHeight
            let x = rect.x + Self.padding
            entry.mark?.drawKey(on: canvas, in: Rect(x: x, y: middle - 5, width: Self.keyWidth, height: 10))
            canvas.text(
                entry.text, at: Point(x + Self.keyWidth + Self.padding, middle), size: theme.tickSize, color: theme.ink,
                baseline: .middle)
        }
    }
}

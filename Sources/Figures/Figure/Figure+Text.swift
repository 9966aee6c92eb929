extension Figure {
    /// What the figure shows, for consoles: one line a series, with a small chart of blocks.
    var textSummary: String {
        switch content {
        case .images(let grid):
            return "Figure: " + (title.isEmpty ? "" : title + ", ") + grid.textSummary
        case .axes(let axes, _):
            let name = [title.isEmpty && axes.count == 1 ? axes[0].title : title].filter { !$0.isEmpty }
            let lines = axes.flatMap { axes in axes.marks.prefix(20).map(\.textSummary) + axes.warnings }
            let left = axes.reduce(0) { $0 + max(0, $1.marks.count - 20) }
            return
                ((["Figure"] + name).joined(separator: ": ") + "\n"
                + (lines + (left > 0 ? ["… and \(left) more"] : [])).joined(separator: "\n"))
                .split(separator: "\n").joined(separator: "\n")
        }
    }
}

extension Mark {
    var textSummary: String {
        let count = min(xValues.count, yValues.count)
        let finite = yValues.filter(AxisLimits.isDrawable)
        guard let first = finite.first, let last = finite.last, let low = finite.min(), let high = finite.max() else {
            return "  \(label ?? "series"): no data"
        }
        let points = count == 1 ? "1 point" : "\(count) points"
        let range = "\(shortNumber(first)) → \(shortNumber(last)), from \(shortNumber(low)) to \(shortNumber(high))"
        return "  \(label ?? "series")  \(sparkline(yValues, columns: 24))  \(points), \(range)"
    }
}

/// `values` as a row of at most `columns` blocks of eight heights; each stands for the mean of its share of the values,
/// and a space for one without finite values.
package func sparkline(_ values: [Double], columns: Int) -> String {
    let count = min(columns, values.count)
    let means = (0..<count).map { column -> Double? in
        let part = values[column * values.count / count..<(column + 1) * values.count / count]
            .filter(AxisLimits.isDrawable)
        return part.isEmpty ? nil : part.reduce(0) { $0 + $1 / Double(part.count) }
    }
    guard let low = means.compactMap({ $0 }).min(), let high = means.compactMap({ $0 }).max() else { return "" }
    return means.map { mean in
        guard let mean else { return " " }
        return block(high > low ? (mean - low) / (high - low) : 0.5)
    }.joined()
}

/// One of eight blocks, of a height from 0 to 1.
package func block(_ height: Double) -> String {
    let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    return blocks[min(max(Int(height * 8), 0), 7)]
}

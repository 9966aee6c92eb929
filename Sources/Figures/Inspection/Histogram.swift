/// How often numbers fall into equal bins of a range that has zero in its middle.
struct Histogram: Sendable {
    let counts: [Int]
    /// The range reaches from minus this to this.
    let reach: Float

    /// - Parameter values: Those that are not finite are left out.
    init(of values: [Float], bins: Int) {
        var counts = [Int](repeating: 0, count: bins)
        let reach = values.reduce(Float(0)) { $1.isFinite ? max($0, abs($1)) : $0 }
        let scale = Float(bins) / 2
        for value in values where value.isFinite {
            let position = reach > 0 ? (value / reach + 1) * scale : scale
            counts[min(max(Int(position), 0), bins - 1)] += 1
        }
        self.counts = counts
        self.reach = reach
    }

    /// One block a bin; a bin with few values is still told from an empty one.
    var blocks: String {
        let most = counts.max() ?? 0
        guard most > 0 else { return String(repeating: " ", count: counts.count) }
        return counts.map { $0 == 0 ? " " : block(Double($0) / Double(most) * 0.999) }.joined()
    }

    static let pictureWidth = 120.0
    static let pictureHeight = 26.0

    /// Bars over a base line with a mark at zero, on a transparent ground, in colours that show on light and dark pages.
    func picture(scale: Double = 2) -> PNGPicture {
        let canvas = Canvas(
            width: Self.pictureWidth, height: Self.pictureHeight, scale: scale,
            background: Color(hex: 0xFFFFFF, alpha: 0))
        let base = Self.pictureHeight - 4
        let barWidth = Self.pictureWidth / Double(counts.count)
        let most = Double(counts.max() ?? 0)
        let line = Color(hex: 0x8C8C8C)
        for (index, count) in counts.enumerated() where count > 0 {
            let height = max(1.5, Double(count) / most * (base - 2))
            canvas.fill(
                Rect(x: Double(index) * barWidth, y: base - height, width: max(barWidth - 0.5, 0.5), height: height),
                color: Color(hex: 0x3B8EC9))
        }
        canvas.rule(from: Point(0, base), to: Point(Self.pictureWidth, base), color: line, width: 1)
        let middle = Self.pictureWidth / 2
        canvas.rule(from: Point(middle, base), to: Point(middle, base + 4), color: line, width: 1)
        return canvas.picture()
    }
}

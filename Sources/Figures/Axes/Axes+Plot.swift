extension Axes {
    /// Draws a line through `ys` at 0, 1, 2, …
    public mutating func plot(_ ys: some Plottable, label: String? = nil, color: Color? = nil) {
        let values = ys.plotValues
        addLine(x: values.indices.map(Double.init), y: values, label: label, color: color)
    }

    /// Draws a line through the points `(xs[i], ys[i])` in their order.
    ///
    /// It is interrupted where a value is not finite. Of unequal lengths the shorter one counts, and the figure says so.
    public mutating func plot(_ xs: some Plottable, _ ys: some Plottable, label: String? = nil, color: Color? = nil) {
        let (x, y) = paired(xs.plotValues, ys.plotValues, label: label)
        addLine(x: x, y: y, label: label, color: color)
    }

    /// Draws the graph of `function` over `domain`.
    public mutating func plot(
        over domain: ClosedRange<Double>, label: String? = nil, color: Color? = nil,
        function: (Double) throws -> Double
    ) rethrows {
        let samples = 600.0
        let width = domain.upperBound - domain.lowerBound
        let x = stride(from: 0, through: samples, by: 1).map { domain.lowerBound + width * $0 / samples }
        var mark = LineMark(x: x, y: try x.map(function), label: label, color: color ?? nextColor)
        mark.dashes = nextDashes
        marks.append(mark)
    }

    /// Draws a dot at each of the points `(xs[i], ys[i])`.
    public mutating func scatter(_ xs: some Plottable, _ ys: some Plottable, label: String? = nil, color: Color? = nil)
    {
        let (x, y) = paired(xs.plotValues, ys.plotValues, label: label)
        marks.append(ScatterMark(xValues: x, yValues: y, label: label, color: color ?? nextColor))
    }

    private mutating func addLine(x: [Double], y: [Double], label: String?, color: Color?) {
        marks.append(LineMark(x: x, y: y, label: label, color: color ?? nextColor, dashes: nextDashes))
    }

    private var nextColor: Color { Color.palette[usedColors % Color.palette.count] }

    /// When the palette starts again, dashes tell the lines of one colour apart.
    private var nextDashes: [Double] {
        let patterns: [[Double]] = [[], [6, 3], [2, 2.5], [8, 3, 2, 3]]
        return patterns[usedColors / Color.palette.count % patterns.count]
    }

    private mutating func paired(_ x: [Double], _ y: [Double], label: String?) -> ([Double], [Double]) {
        guard x.count != y.count else { return (x, y) }
        let name = label.map { " of \"\($0)\"" } ?? ""
        warnings.append("x\(name) has \(x.count) values and y has \(y.count): the rest is not drawn")
        let count = min(x.count, y.count)
        return (Array(x.prefix(count)), Array(y.prefix(count)))
    }
}

extension Figure {
    /// Draws a line through `ys` at 0, 1, 2, … in the first axes.
    public mutating func plot(_ ys: some Plottable, label: String? = nil, color: Color? = nil) {
        axes.plot(ys, label: label, color: color)
    }

    /// Draws a line through the points `(xs[i], ys[i])` in the first axes.
    public mutating func plot(_ xs: some Plottable, _ ys: some Plottable, label: String? = nil, color: Color? = nil) {
        axes.plot(xs, ys, label: label, color: color)
    }

    /// Draws the graph of `function` over `domain` in the first axes.
    public mutating func plot(
        over domain: ClosedRange<Double>, label: String? = nil, color: Color? = nil,
        function: (Double) throws -> Double
    ) rethrows {
        try axes.plot(over: domain, label: label, color: color, function: function)
    }

    /// Draws a dot at each of the points `(xs[i], ys[i])` in the first axes.
    public mutating func scatter(_ xs: some Plottable, _ ys: some Plottable, label: String? = nil, color: Color? = nil)
    {
        axes.scatter(xs, ys, label: label, color: color)
    }
}

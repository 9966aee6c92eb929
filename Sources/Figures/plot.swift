/// A figure with a line through `ys` at 0, 1, 2, …: `plot(losses)`.
public func plot(
    _ ys: some Plottable, label: String? = nil, title: String = "", xLabel: String = "", yLabel: String = ""
) -> Figure {
    figure(title, xLabel, yLabel) { $0.plot(ys, label: label) }
}

/// A figure with a line through the points `(xs[i], ys[i])`.
public func plot(
    _ xs: some Plottable, _ ys: some Plottable, label: String? = nil, title: String = "", xLabel: String = "",
    yLabel: String = ""
) -> Figure {
    figure(title, xLabel, yLabel) { $0.plot(xs, ys, label: label) }
}

/// A figure with one line for each of the named series:
///
/// ```swift
/// plot(["train": trainLosses, "validation": validationLosses], xLabel: "epoch", yLabel: "loss")
/// ```
public func plot(
    _ series: KeyValuePairs<String, some Plottable>, title: String = "", xLabel: String = "", yLabel: String = ""
) -> Figure {
    figure(title, xLabel, yLabel) { axes in
        for (label, ys) in series { axes.plot(ys, label: label) }
    }
}

/// A figure with one line for each of the named series, all over the same `xs`.
public func plot(
    _ xs: some Plottable, _ series: KeyValuePairs<String, some Plottable>, title: String = "", xLabel: String = "",
    yLabel: String = ""
) -> Figure {
    figure(title, xLabel, yLabel) { axes in
        for (label, ys) in series { axes.plot(xs, ys, label: label) }
    }
}

/// A figure with the graph of `function`: `plot(over: -5...5) { tanh($0) }`.
public func plot(
    over domain: ClosedRange<Double>, label: String? = nil, title: String = "", xLabel: String = "",
    yLabel: String = "", function: (Double) throws -> Double
) rethrows -> Figure {
    var figure = figure(title, xLabel, yLabel) { _ in }
    try figure.plot(over: domain, label: label, function: function)
    return figure
}

/// A figure with a dot at each of the points `(xs[i], ys[i])`.
public func scatter(
    _ xs: some Plottable, _ ys: some Plottable, label: String? = nil, title: String = "", xLabel: String = "",
    yLabel: String = ""
) -> Figure {
    figure(title, xLabel, yLabel) { $0.scatter(xs, ys, label: label) }
}

private func figure(_ title: String, _ xLabel: String, _ yLabel: String, _ fill: (inout Axes) -> Void) -> Figure {
    var axes = Axes()
    axes.xLabel = xLabel
    axes.yLabel = yLabel
    fill(&axes)
    var figure = Figure()
    figure.title = title
    figure.axes = axes
    return figure
}

/// A picture for a notebook page or a file: one or several axes, or a grid of images.
///
/// ```swift
/// var figure = Figure()
/// figure.plot(trainLosses, label: "train")
/// figure.plot(validationLosses, label: "validation")
/// figure.title = "Loss"
/// figure.xLabel = "epoch"
/// figure
/// ```
///
/// As the last value of a cell, or given to `display`, it shows itself as PNG at twice the resolution of the page.
/// ``plot(_:title:xLabel:yLabel:)`` and its sisters make one in a line.
public struct Figure: Sendable {
    /// The width on the page, in CSS pixels; for a grid of images it follows from the images.
    public var width: Double
    /// The height on the page, in CSS pixels; for a grid of images it follows from the images.
    public var height: Double
    /// What the figure shows, written above it.
    public var title = ""
    /// The colour behind everything.
    public var background = Color.white

    var content: Content

    enum Content: Sendable {
        /// Axes in rows, so many in each.
        case axes([Axes], columns: Int)
        case images(ImageGrid)
    }

    /// A figure with one empty pair of axes.
    public init(width: Double = 600, height: Double = 360) {
        self.init(rows: 1, columns: 1, width: width, height: height)
    }

    /// A figure with `rows` times `columns` empty axes, to be filled through ``subscript(_:_:)``.
    public init(rows: Int, columns: Int, width: Double = 680, height: Double = 480) {
        precondition(rows > 0 && columns > 0, "a figure needs at least one row and one column of axes")
        self.width = width
        self.height = height
        content = .axes(Array(repeating: Axes(), count: rows * columns), columns: columns)
    }

    init(images: ImageGrid) {
        width = 0
        height = 0
        content = .images(images)
    }

    /// The axes at a row and a column, both counted from zero.
    public subscript(row: Int, column: Int) -> Axes {
        get {
            guard case .axes(let axes, let columns) = content else { preconditionFailure(Figure.isOfImages) }
            return axes[index(row, column, of: axes.count, columns: columns)]
        }
        set {
            guard case .axes(var axes, let columns) = content else { preconditionFailure(Figure.isOfImages) }
            axes[index(row, column, of: axes.count, columns: columns)] = newValue
            content = .axes(axes, columns: columns)
        }
    }

    /// The first axes of the figure.
    public var axes: Axes {
        get { self[0, 0] }
        set { self[0, 0] = newValue }
    }

    private static let isOfImages = "a grid of images has no axes"

    private func index(_ row: Int, _ column: Int, of count: Int, columns: Int) -> Int {
        precondition(
            row >= 0 && column >= 0 && column < columns && row * columns + column < count,
            "the figure has \(count / columns) rows and \(columns) columns of axes, and none at row \(row), column \(column)"
        )
        return row * columns + column
    }
}

extension Figure {
    /// What the horizontal axis of the first axes measures.
    public var xLabel: String {
        get { axes.xLabel }
        set { axes.xLabel = newValue }
    }

    /// What the vertical axis of the first axes measures.
    public var yLabel: String {
        get { axes.yLabel }
        set { axes.yLabel = newValue }
    }

    /// The horizontal range of the first axes; `nil` fits the data.
    public var xLimits: ClosedRange<Double>? {
        get { axes.xLimits }
        set { axes.xLimits = newValue }
    }

    /// The vertical range of the first axes; `nil` fits the data.
    public var yLimits: ClosedRange<Double>? {
        get { axes.yLimits }
        set { axes.yLimits = newValue }
    }

    /// Where the legend of the first axes stands.
    public var legend: LegendPlacement {
        get { axes.legend }
        set { axes.legend = newValue }
    }
}

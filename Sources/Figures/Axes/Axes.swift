/// One coordinate system of a figure with what is drawn in it.
public struct Axes: Sendable {
    /// What the axes show, written above them.
    public var title = ""
    /// What the horizontal axis measures.
    public var xLabel = ""
    /// What the vertical axis measures.
    public var yLabel = ""
    /// The range of the horizontal axis; `nil` fits the data.
    public var xLimits: ClosedRange<Double>?
    /// The range of the vertical axis; `nil` fits the data.
    public var yLimits: ClosedRange<Double>?
    /// Whether lines are drawn at the ticks, behind the data.
    public var hasGrid = true
    /// Where the legend stands. It appears when anything drawn has a label.
    public var legend = LegendPlacement.automatic

    var marks: [any Mark] = []
    /// What was wrong with the data, written below the title.
    var warnings: [String] = []

    public init() {}

    /// How many colours of the palette are in use, which gives the next series another one.
    var usedColors: Int { marks.count }
}

/// Where the legend of ``Axes`` stands.
public enum LegendPlacement: Hashable, Sendable {
    /// In the first corner or edge of the axes where it hides no data, else to the right of them.
    case automatic
    /// To the right of the axes.
    case outside
    case hidden
}

import NotebookDisplay

/// A slider over numbers with fractions.
///
/// ```swift
/// let rate = FloatSlider(value: 0.1, in: 0...1, step: 0.01, description: "Learning rate")
/// ```
public final class FloatSlider: Control, ValueWidget, @unchecked Sendable {
    /// - Parameters:
    ///   - value: Where it stands at first; moved into the range where it is outside.
    ///   - step: The distance between the values that it offers, more than 0.
    ///   - format: How the value is written beside it, in the language of d3-format, as in ".2f" or ".1e".
    ///   - isContinuous: Whether the value changes while the handle is dragged, or only when it is let go.
    public init(
        value: Double = 0, in range: ClosedRange<Double> = 0...100, step: Double = 0.1, description: String = "",
        format: String = ".2f", isContinuous: Bool = true
    ) {
        precondition(step > 0, "The step of a slider is \(step); it must be more than 0")
        super.init(
            .control("FloatSlider"), style: .slider(), description: description,
            control: sliderState(isContinuous: isContinuous, format: format).merging([
                "value": .number(clamped(value, to: range)), "min": .number(range.lowerBound),
                "max": .number(range.upperBound), "step": .number(step),
            ]) { $1 })
    }

    /// Where it stands. One outside of the range is moved into it.
    public var value: Double {
        get { self["value"]?.numberValue ?? 0 }
        set { set("value", to: .number(clamped(newValue, to: range))) }
    }

    /// The values that it offers.
    public var range: ClosedRange<Double> {
        let lower = self["min"]?.numberValue ?? 0
        return lower...max(lower, self["max"]?.numberValue ?? lower)
    }

    public func onChange(_ handler: @escaping (Double) throws -> Void) {
        observe("value") { try handler($0.numberValue ?? 0) }
    }

    override func accepted(_ value: JSONValue, as name: String) -> JSONValue? {
        if name != "value" { return value }
        // JavaScript writes 3.0 as 3, which is the same value.
        return value.numberValue.map { number in
            let within = clamped(number, to: range)
            return within == number ? value : .number(within)
        }
    }

    override var text: String { "FloatSlider(value: \(value), in: \(range))" }
}

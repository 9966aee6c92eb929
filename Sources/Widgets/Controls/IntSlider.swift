import NotebookDisplay

/// A slider over whole numbers.
///
/// ```swift
/// let epochs = IntSlider(value: 5, in: 1...50, description: "Epochs")
/// epochs.onChange { print("\($0) epochs") }
/// epochs
/// ```
public final class IntSlider: Control, ValueWidget, @unchecked Sendable {
    /// - Parameters:
    ///   - value: Where it stands at first; moved into the range where it is outside.
    ///   - step: The distance between the values that it offers, at least 1.
    ///   - isContinuous: Whether the value changes while the handle is dragged, or only when it is let go.
    public init(
        value: Int = 0, in range: ClosedRange<Int> = 0...100, step: Int = 1, description: String = "",
        isContinuous: Bool = true
    ) {
        precondition(step > 0, "The step of a slider is \(step); it must be at least 1")
        super.init(
            .control("IntSlider"), style: .slider(), description: description,
            control: sliderState(isContinuous: isContinuous, format: "d").merging([
                "value": .integer(clamped(value, to: range)), "min": .integer(range.lowerBound),
                "max": .integer(range.upperBound), "step": .integer(step),
            ]) { $1 })
    }

    /// Where it stands. One outside of the range is moved into it.
    public var value: Int {
        get { self["value"]?.integerValue ?? 0 }
        set { set("value", to: .integer(clamped(newValue, to: range))) }
    }

    /// The values that it offers.
    public var range: ClosedRange<Int> {
        let lower = self["min"]?.integerValue ?? 0
        return lower...max(lower, self["max"]?.integerValue ?? lower)
    }

    public func onChange(_ handler: @escaping (Int) throws -> Void) {
        observe("value") { try handler($0.integerValue ?? 0) }
    }

    override func accepted(_ value: JSONValue, as name: String) -> JSONValue? {
        if name != "value" { return value }
        return value.integerValue.map { .integer(clamped($0, to: range)) }
    }

    override var text: String { "IntSlider(value: \(value), in: \(range))" }
}

/// What sliders of both kinds have beside their values.
func sliderState(isContinuous: Bool, format: String) -> [String: JSONValue] {
    [
        "behavior": "drag-tap", "continuous_update": .bool(isContinuous), "description_allow_html": false,
        "orientation": "horizontal", "readout": true, "readout_format": .string(format),
    ]
}

func clamped<Value>(_ value: Value, to range: ClosedRange<Value>) -> Value {
    min(max(value, range.lowerBound), range.upperBound)
}

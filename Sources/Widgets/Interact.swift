import NotebookDisplay

/// Shows controls, and below them what a closure prints, displays and returns for their values; anew whenever one changes.
///
/// ```swift
/// interact(FloatSlider(value: 1, in: 0.1...10, description: "Frequency")) { frequency in
///     plot(x, sin(x * frequency))
/// }
/// ```
///
/// - Parameters:
///   - controls: Their values are the closure's arguments, in their order.
///   - update: What it returns is displayed, unless that is `Void`. An error that leaves it is shown in the place of the
///     output; the first call's is an error of the cell.
public func interact<each Control: ValueWidget, Result, Failure: Error>(
    _ controls: repeat each Control, update: @escaping (repeat (each Control).Value) throws(Failure) -> Result
) throws(Failure) {
    let output = Output()
    func refresh() throws(Failure) {
        clearOutput(wait: true)
        let result = try update(repeat (each controls).value)
        if Result.self != Void.self && Result.self != DisplayHandle.self { display(result) }
    }
    var widgets: [Widget] = []
    for control in repeat each controls {
        widgets.append(control)
        control.onChange { _ in
            output.begin()
            // What follows an error is its message, which belongs here, too.
            try refresh()
            output.end()
        }
    }
    display(VBox(widgets + [output], classes: ["widget-interact"]))
    try output.capture { () throws(Failure) in try refresh() }
}

import NotebookDisplay

/// A place for what is printed and displayed, like that below a cell.
///
/// ```swift
/// let log = Output()
/// let button = Button("Roll") { log.capture { print(Int.random(in: 1...6)) } }
/// VBox([button, log])
/// ```
///
/// The front end puts there what the session publishes for a request, between two changes of the widget's state that tell
/// it from when on and until when.
public final class Output: VisibleWidget, @unchecked Sendable {
    public init() {
        super.init(.output, visible: ["msg_id": "", "outputs": []])
    }

    /// Shows here what is printed and displayed until the closure returns.
    ///
    /// What other tasks print and display meanwhile is shown here, too.
    ///
    /// - Returns: What the closure returns.
    public func capture<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        begin()
        defer { end() }
        return try body()
    }

    /// Removes what is shown here.
    ///
    /// - Parameter wait: Whether the old output stays until there is new output.
    public func clear(wait: Bool = false) {
        capture { clearOutput(wait: wait) }
    }

    /// From now on the outputs of the request that is carried out are shown here.
    func begin() { set("msg_id", to: .string(CommLink.requestID)) }

    func end() { set("msg_id", to: "") }
}

/// A widget that stands for a value, which its user changes.
public protocol ValueWidget: Widget {
    associatedtype Value
    /// What is chosen at the moment.
    var value: Value { get }
    /// Calls a closure with each new value, whether its user or the session has changed it, beside those given before.
    ///
    /// An error that leaves the closure is shown as an output of the change; where a cell makes the change, it is printed
    /// to standard error.
    func onChange(_ handler: @escaping (Value) throws -> Void)
}

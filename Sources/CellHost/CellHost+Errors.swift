import CCellRuntime

/// An error that left a cell's top level.
struct ThrownError: Sendable {
    var type: String
    var description: String
    var isCancellation: Bool
}

/// Takes the place of the runtime's `swift_errorInMain`, which a cell calls when its top level throws: the cell ends,
/// the session goes on.
@_silgen_name("__wrap_swift_errorInMain")
public func errorInMain(_ error: any Error) -> Never {
    if let host = CellHost.current.withLock({ $0 }) { host.end(with: error) }
    swiftlet_cell_end_threw()
}

extension CellHost {
    /// Ends the cell that the calling thread runs, as if the error had left its top level.
    func end(with error: any Error) -> Never {
        let description = ThrownError(
            type: String(reflecting: type(of: error)), description: "\(error)",
            isCancellation: error is CancellationError)
        thrown.withLock { $0[swiftlet_cell_current()] = description }
        swiftlet_cell_end_threw()
    }
}

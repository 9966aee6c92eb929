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
    let thrown = ThrownError(
        type: String(reflecting: type(of: error)), description: "\(error)", isCancellation: error is CancellationError)
    let cell = swiftlet_cell_current()
    CellHost.current.withLock { $0 }?.thrown.withLock { $0[cell] = thrown }
    swiftlet_cell_end_threw()
}

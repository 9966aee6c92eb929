import CCellRuntime

/// Takes the place of the runtime's `swift_errorInMain`, which a cell calls when its top level throws: the cell ends,
/// the session goes on.
@_silgen_name("__wrap_swift_errorInMain")
public func errorInMain(_ error: any Error) -> Never {
    CellHost.current.withLock { $0 }?.note(error)
    swiftlet_cell_end_threw(object(of: error))
}

/// The object that holds an error. Written without the cast, the bits would be those of the error itself.
func object(of error: any Error) -> UnsafeRawPointer {
    unsafeBitCast(error as any Error, to: UnsafeRawPointer.self)
}

extension CellHost {
    /// Ends the cell that the calling thread runs, as if the error had left its top level.
    func end(with error: any Error) -> Never {
        note(error)
        swiftlet_cell_end_threw(nil)
    }

    fileprivate func note(_ error: any Error) {
        let description = ThrownError(error)
        thrown.withLock { $0[swiftlet_cell_current()] = description }
    }
}

import CCellRuntime

/// The main actor's executor. Its jobs run on the thread that also serves the main dispatch queue, and that is replaced
/// when a trap has parked it.
final class MainExecutor: SerialExecutor {
    static let shared = MainExecutor()

    /// To be called on the main thread.
    func install() {
        let (identity, implementation) = unsafeBitCast(
            asUnownedSerialExecutor(), to: (UnsafeMutableRawPointer, UnsafeMutableRawPointer).self)
        swiftlet_main_install(identity, implementation)
    }

    func enqueue(_ job: UnownedJob) {
        swiftlet_main_enqueue(unsafeBitCast(job, to: UnsafeMutableRawPointer.self))
    }

    /// A cell's synchronous top level counts as the main actor's code, as that of a program does.
    func checkIsolated() {
        precondition(swiftlet_main_is_current(), "This code must run on the main actor")
    }
}

import CCellRuntime
import Dispatch
import Synchronization

/// Runs the main actor's jobs, on a thread of our own instead of the process's main queue: a thread that a trap on the
/// main actor parked can be replaced, while a queue whose thread is parked never moves again.
final class MainExecutor: SerialExecutor {
    static let shared = MainExecutor()

    private let jobs = Mutex<[UnownedJob]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func install() {
        let (identity, implementation) = unsafeBitCast(
            asUnownedSerialExecutor(), to: (UnsafeMutableRawPointer, UnsafeMutableRawPointer).self)
        swiftlet_main_executor_install(identity, implementation)
        startThread { self.serve() }
    }

    /// Starts a new thread where the old one is parked.
    func replaceThread() {
        startThread { self.serve() }
    }

    func enqueue(_ job: UnownedJob) {
        swiftlet_main_executor_note(unsafeBitCast(job, to: UnsafeMutableRawPointer.self))
        jobs.withLock { $0.append(job) }
        arrived.signal()
    }

    /// A cell's synchronous top level counts as the main actor's code, as that of a program does.
    func checkIsolated() {
        precondition(
            swiftlet_on_main_executor() || swiftlet_cell_is_own_thread(), "This code must run on the main actor")
    }

    private func serve() -> Never {
        swiftlet_main_executor_enter()
        while true {
            arrived.wait()
            let job = jobs.withLock { $0.removeFirst() }
            job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }
}

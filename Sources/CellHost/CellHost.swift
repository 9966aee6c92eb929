import CCellRuntime
import Dispatch
import Glibc
import SessionLink
import Synchronization

/// The session: it loads each compiled cell into this process and runs it, and everything a cell makes lives here.
///
/// Two threads serve it. One takes the kernel's requests, one waits for the running cell to end. The main thread does what
/// a program's does, and cells run on threads of their own.
final class CellHost: Sendable {
    let channel: LinkChannel<HostReport, HostRequest>
    let publishing = Mutex(())
    let published = DispatchSemaphore(value: 0)
    /// The lines of the user's, by the shell that they are for.
    let inputs = Mutex<[UInt32: InputExchange]>([:])
    let thrown = Mutex<[UInt32: ThrownError]>([:])
    let cells = Mutex(LoadedCells())
    /// The id of the front end's request that each shell carries out, or did last.
    let parents = Mutex<[UInt32: String]>([:])
    /// What the front end sent to comms, on its way to the threads that hand it over, by the numbers of their runs.
    let deliveries = Mutex<[UInt32: CommContent]>([:])
    private let interrupted = Mutex<Set<UInt32>>([])
    /// The learning library, which lies beside the others.
    let library: String

    /// The process has one session, which callbacks from C must find.
    static let current = Mutex<CellHost?>(nil)

    private init(descriptor: Int32, library: String) {
        channel = LinkChannel(fileDescriptor: descriptor)
        self.library = library
    }

    static func start(descriptor: Int32, library: String) {
        let host = CellHost(descriptor: descriptor, library: library)
        current.withLock { $0 = host }
        swiftlet_traps_install()
        swiftlet_streams_install(
            { prompt, isPassword, line in
                CellHost.current.withLock { $0 }?.readLine(prompt: prompt, isPassword: isPassword, into: line) ?? -1
            },
            { shell, descriptor, text, length in
                CellHost.current.withLock { $0 }?
                    .write(UnsafeRawBufferPointer(start: text, count: length), to: descriptor, of: shell)
            })
        MainExecutor.shared.install()
        swiftlet_pool_install()
        startServiceThread { host.serveRequests() }
        startServiceThread { host.watchCells() }
    }

    private func serveRequests() {
        if dlopen(library, RTLD_NOW | RTLD_GLOBAL) == nil {
            swiftlet_process_complain("The library of the session cannot be loaded: \(String(cString: dlerror()))")
            _exit(1)
        }
        do {
            try channel.send(.ready)
            while true {
                switch try channel.receive() {
                case .run(let run, let library, let entryPoint, let needed, let rebindings):
                    begin(run) { () throws(LoadingError) in
                        try load(
                            run, library: library, entryPoint: entryPoint, needed: needed, rebindings: rebindings)
                    }
                case .deliver(let content, let run):
                    begin(run) { () throws(LoadingError) in try deliver(content, run) }
                case .unload(let spent): try channel.send(.unloaded(cells: cells.withLock { $0.unload(spent) }))
                case .published: published.signal()
                case .input(let text, let shell): input(of: shell).deliver(text)
                case .progress:
                    try channel.send(.progress(running.map { CellProgress(cell: $0.cell, reached: $0.reached) }))
                case .surroundings: try channel.send(surroundings)
                case .interrupt(let cell):
                    guard running.contains(where: { $0.cell == cell }) else { continue }
                    interrupted.withLock { _ = $0.insert(cell) }
                    swiftlet_cell_wake()
                }
            }
        } catch {
            _exit(error == .closed ? 0 : 1)
        }
    }

    private func begin(_ run: CellRun, _ start: () throws(LoadingError) -> Void) {
        parents.withLock { $0[run.shell] = run.parent }
        do {
            try start()
        } catch {
            try? channel.send(.ended(cell: run.cell, .notLoaded(reason: "\(error)"), reached: 0))
        }
    }

    private func load(
        _ run: CellRun, library: String, entryPoint: String, needed: [UInt32], rebindings: [SymbolRebinding]
    ) throws(LoadingError) {
        let (entry, rebindings) = try cells.withLock { (cells) throws(LoadingError) in
            try cells.load(run.cell, library: library, entryPoint: entryPoint, needed: needed, rebindings: rebindings)
        }
        try start(run, rebindings, entry)
    }

    func start(
        _ run: CellRun, _ rebindings: [SwiftletRebinding] = [], _ entry: @escaping SwiftletEntryPoint
    ) throws(LoadingError) {
        interrupted.withLock { _ = $0.remove(run.cell) }
        let status = swiftlet_cell_start(run.cell, run.shell, entry, rebindings, rebindings.count)
        guard status == 0 else { throw LoadingError(reason: "no thread: \(String(cString: strerror(status)))") }
    }

    /// The cells that run, and how far each has come.
    private var running: [SwiftletCellProgress] {
        Array(unsafeUninitializedCapacity: Int(swiftlet_most_cells)) { cells, count in
            count = swiftlet_cells_running(cells.baseAddress)
        }
    }

    /// Waits for cells to end, and stops meanwhile those that are interrupted, one after the other.
    private func watchCells() {
        var report = SwiftletCellReport()
        var memory = MemoryPressure()
        while true {
            let running = running.map(\.cell)
            let interrupted = interrupted.withLock { interrupted in running.first(where: interrupted.contains) }
            let stopped = interrupted ?? (memory.isUnbearable ? running.first : nil)
            if let stopped { swiftlet_interrupt_try(stopped) }
            swiftlet_cell_wait(
                stopped != nil
                    ? Int32(swiftlet_interrupt_interval) : running.isEmpty ? -1 : MemoryPressure.interval)
            if stopped == nil { memory.look() }
            guard swiftlet_cell_take_end(&report) else { continue }
            // There may be more to take.
            swiftlet_cell_wake()
            let wasInterrupted = self.interrupted.withLock { $0.remove(report.cell) != nil }
            let isOutOfMemory = memory.isUnbearable && Int(report.end) == swiftlet_cell_interrupted
            memory = MemoryPressure()
            if wasInterrupted || Int(report.end) != swiftlet_cell_finished {
                swiftlet_interrupt_rest(wasInterrupted || isOutOfMemory)
                tellDisplaysOfFailure(of: report.cell)
            }
            swiftlet_streams_flush()
            let outcome =
                isOutOfMemory && !wasInterrupted
                ? MemoryPressure.outcome(callStack(of: report))
                : outcome(of: report, wasInterrupted: wasInterrupted)
            do {
                try channel.send(.ended(cell: report.cell, outcome, reached: report.reached))
            } catch {
                _exit(0)
            }
        }
    }

    /// - Parameter wasInterrupted: A cell that ended by itself then did so because its tasks were cancelled.
    private func outcome(of report: SwiftletCellReport, wasInterrupted: Bool) -> CellOutcome {
        let stack = callStack(of: report)
        switch Int(report.end) {
        case swiftlet_cell_threw:
            let error = thrown.withLock { $0.removeValue(forKey: report.cell) }
            if error?.isCancellation == true, wasInterrupted { return .interrupted(stack) }
            return .threw(
                type: error?.type ?? "Error", description: error?.description ?? "", details: error?.details ?? [],
                stack)
        case swiftlet_cell_trapped:
            return .trapped(
                signal: report.code, address: report.address, stackOverflow: report.stack_overflow, stack)
        case swiftlet_cell_exited: return .exited(code: report.code, stack)
        case swiftlet_cell_interrupted: return .interrupted(stack)
        default: return wasInterrupted ? .interrupted(stack) : .finished
        }
    }
}

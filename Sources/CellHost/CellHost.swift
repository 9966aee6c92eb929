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
    let input = InputExchange()
    let thrown = Mutex<[UInt32: ThrownError]>([:])
    let cells = Mutex(LoadedCells())
    /// The id of the front end's request that is carried out.
    let parent = Mutex("")
    /// What the front end sent to a comm, on its way to the thread that hands it over.
    let delivery = Mutex<CommContent?>(nil)
    private let interrupting = Atomic(false)
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
        swiftlet_streams_install { prompt, isPassword, line in
            CellHost.current.withLock { $0 }?.readLine(prompt: prompt, isPassword: isPassword, into: line) ?? -1
        }
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
                case .run(let cell, let parent, let library, let entryPoint, let needed, let rebindings):
                    self.parent.withLock { $0 = parent }
                    begin(cell) { () throws(LoadingError) in
                        try run(
                            cell, library: library, entryPoint: entryPoint, needed: needed, rebindings: rebindings)
                    }
                case .deliver(let content, let cell, let parent):
                    self.parent.withLock { $0 = parent }
                    begin(cell) { () throws(LoadingError) in try deliver(content, cell: cell) }
                case .unload(let spent): try channel.send(.unloaded(cells: cells.withLock { $0.unload(spent) }))
                case .published: published.signal()
                case .input(let text): input.deliver(text)
                case .surroundings: try channel.send(surroundings)
                case .interrupt:
                    interrupting.store(true, ordering: .relaxed)
                    swiftlet_cell_wake()
                }
            }
        } catch {
            _exit(error == .closed ? 0 : 1)
        }
    }

    private func begin(_ cell: UInt32, _ start: () throws(LoadingError) -> Void) {
        do {
            try start()
        } catch {
            try? channel.send(.ended(cell: cell, .notLoaded(reason: "\(error)"), reached: 0))
        }
    }

    private func run(
        _ cell: UInt32, library: String, entryPoint: String, needed: [UInt32], rebindings: [SymbolRebinding]
    ) throws(LoadingError) {
        let (entry, rebindings) = try cells.withLock { (cells) throws(LoadingError) in
            try cells.load(cell, library: library, entryPoint: entryPoint, needed: needed, rebindings: rebindings)
        }
        try start(cell, rebindings, entry)
    }

    func start(
        _ cell: UInt32, _ rebindings: [SwiftletRebinding] = [], _ entry: @escaping SwiftletEntryPoint
    ) throws(LoadingError) {
        interrupting.store(false, ordering: .relaxed)
        let status = swiftlet_cell_start(cell, entry, rebindings, rebindings.count)
        guard status == 0 else { throw LoadingError(reason: "no thread: \(String(cString: strerror(status)))") }
    }

    /// Waits for cells to end, and carries out interrupts meanwhile.
    private func watchCells() {
        var report = SwiftletCellReport()
        var memory = MemoryPressure()
        while true {
            let isRunning = swiftlet_cell_is_running()
            let isStopping = isRunning && (interrupting.load(ordering: .relaxed) || memory.isUnbearable)
            if isStopping { swiftlet_interrupt_try() }
            swiftlet_cell_wait(
                isStopping ? Int32(swiftlet_interrupt_interval) : isRunning ? MemoryPressure.interval : -1)
            if !isStopping { memory.look() }
            guard swiftlet_cell_take_end(&report) else { continue }
            let wasInterrupted = interrupting.exchange(false, ordering: .relaxed)
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

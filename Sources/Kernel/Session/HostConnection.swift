import CellCompiler
import ChildProcesses
import Dispatch
import Foundation
import Glibc
import Logging
import SessionLink
import Synchronization

/// A cell host process and what comes from it: reports over the link, text through two pipes.
///
/// One thread reads all three. What the host wrote before it sent a report is in the pipes when the report arrives, so
/// emptying them first keeps text and pictures in their order, and text complete when a cell's end is reported.
final class HostConnection: Sendable {
    /// How a cell's run came to its end.
    enum Ending: Sendable {
        case ended(CellOutcome, reached: UInt32, fatalMessage: String?)
        case hostDied(SessionLoss)
    }

    let process: ChildProcess
    let memoryWatch: MemoryWatch?
    let memoryLimit: MemoryLimit
    let channel: LinkChannel<HostRequest, HostReport>
    let pipes: [OutputStream: Int32]
    let state = Mutex(HostState())
    let comms = OpenComms()
    let log: Logger

    /// - Parameter whenLost: Called once when the host has died, before whoever waits for a cell is told. Is not called
    ///   for one that was never ready.
    init(
        installation: Installation, memoryLimit: MemoryLimit, log: Logger,
        whenLost: @escaping @Sendable (HostConnection) -> Void
    ) throws {
        let program = installation.cellHost
        let sockets = try SocketPair(SOCK_STREAM, for: program)
        channel = LinkChannel(fileDescriptor: sockets.own)
        defer { close(sockets.child) }
        let pipes = try PipeEnds.several(2, for: program)
        let (out, err) = (pipes[0], pipes[1])
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer {
            for descriptor in [out.writeEnd, err.writeEnd, null] { close(descriptor) }
        }
        do {
            process = try ChildProcess(
                program, ["3", installation.library, "\(memoryLimit.bytes ?? 0)"],
                environment: HostConnection.environment,
                descriptors: [0: null, 1: out.writeEnd, 2: err.writeEnd, 3: sockets.child], newGroup: true)
        } catch {
            for descriptor in [out.readEnd, err.readEnd] { close(descriptor) }
            throw error
        }
        self.pipes = [.stdout: out.readEnd, .stderr: err.readEnd]
        for pipe in pipes { _ = fcntl(pipe.readEnd, F_SETFL, O_NONBLOCK) }
        self.memoryLimit = memoryLimit
        memoryWatch = MemoryWatch(process, limit: memoryLimit)
        self.log = log
        Thread.detachNewThread { self.pump(whenLost) }
    }

    // Swiftlet tells of a trap itself; the runtime's own backtracer would take seconds to.
    private static var environment: [String] {
        ProcessEnvironment.current(changing: ["SWIFT_BACKTRACE": "enable=no"])
    }

    /// How the host ended, if it has.
    var loss: SessionLoss? { state.withLock { $0.loss } }

    /// Runs a cell that tells of a variable, and returns what it tells. Nobody waits longer than a second for that.
    func inspection(by cell: CompiledCell) -> [UInt8]? {
        state.withLock { $0.shells[0, default: HostState.Shell()].told = nil }
        let isOver = Mutex(false)
        DispatchQueue.global().asyncAfter(deadline: .now() + 1) {
            isOver.withLock { isOver in
                if !isOver { self.interrupt(cell: cell.number, in: 0) }
            }
        }
        defer { isOver.withLock { $0 = true } }
        guard case .ended(.finished, _, _) = run(cell, output: state.withLock({ $0.shells[0]?.output })) else {
            return nil
        }
        return state.withLock { $0.shells[0]?.told }
    }

    /// Runs a cell for the value of its last expression, which is not shown.
    func result(of cell: CompiledCell, output: CellOutput) -> (Ending, [UInt8]?) {
        let shell = output.shell
        state.withLock { state in
            state.shells[shell, default: HostState.Shell()].told = nil
            state.shells[shell]?.tellsResult = true
        }
        defer { state.withLock { $0.shells[shell]?.tellsResult = false } }
        return (run(cell, output: output), state.withLock { $0.shells[shell]?.told })
    }

    /// Runs a cell and waits for its end.
    ///
    /// - Parameter output: Where its outputs go, and what the cells before it in its shell still print.
    func run(_ cell: CompiledCell, output: CellOutput?) -> Ending {
        let rebindings = cell.rebindings.map {
            SymbolRebinding(
                earlier: $0.earlier, symbol: $0.symbol, isConformance: $0.isConformance, reached: UInt32($0.reached))
        }
        return run(
            .run(
                CellRun(cell.number, for: output), library: cell.library, entryPoint: cell.entryPoint,
                needed: cell.neededCells.map(UInt32.init), rebindings: rebindings),
            as: cell.number, output: output)
    }

    /// Hands over what the front end sent to a comm, and waits until that is dealt with.
    func deliver(_ content: CommContent, number: Int, output: CellOutput) -> Ending {
        run(.deliver(content, CellRun(number, for: output)), as: number, output: output)
    }

    private func run(_ request: HostRequest, as cell: Int, output: CellOutput?) -> Ending {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Ending?>(nil)
        let shell = output?.shell ?? 0
        let diedBefore = state.withLock { state -> SessionLoss? in
            state.shells[shell, default: HostState.Shell()].output = output
            // This cell tells it.
            state.loss?.wasIdle = false
            if let loss = state.loss { return loss }
            state.running[UInt32(cell)] = (
                shell: shell,
                ended: { @Sendable ending in
                    result.withLock { $0 = ending }
                    done.signal()
                }
            )
            return nil
        }
        if let diedBefore { return .hostDied(diedBefore) }
        try? channel.send(request)
        if state.withLock({ $0.shells[shell]?.interrupted }) == cell {
            try? channel.send(.interrupt(cell: UInt32(cell)))
        }
        done.wait()
        return result.withLock { $0! }
    }

    /// Ends a cell that runs, or is about to.
    func interrupt(cell: Int, in shell: UInt32) {
        state.withLock { $0.shells[shell, default: HostState.Shell()].interrupted = cell }
        // A cell may have stopped its own process.
        process.signal(SIGCONT)
        try? channel.send(.interrupt(cell: UInt32(cell)))
    }

    /// From now on what is left of a shell tells the main shell.
    func endShell(_ shell: UInt32) {
        state.withLock { state in
            if !state.running.values.contains(where: { $0.shell == shell }) { state.shells[shell] = nil }
        }
    }

    /// The cells whose libraries were unloaded since this was last asked.
    func takeUnloaded() -> [Int] {
        state.withLock { state in
            defer { state.unloaded = [] }
            return state.unloaded
        }
    }

    /// Lets the host unload what it can of cells that no cell to come will name.
    func unload(_ cells: [Int]) {
        try? channel.send(.unload(cells: cells.map(UInt32.init)))
    }

    /// Hands the user's line to a cell that asked for it.
    ///
    /// - Parameter request: The id of the request for it; the oldest where the front end does not say.
    func answerInput(_ text: String, to request: String?) {
        let shell = state.withLock { state -> UInt32? in
            let index = state.inputs.firstIndex { $0.request == request } ?? state.inputs.indices.first
            return index.map { state.inputs.remove(at: $0).shell }
        }
        if let shell { try? channel.send(.input(text, shell: shell)) }
    }

    /// Where cells work and with what environment; nothing if the host does not answer.
    func surroundings() -> Surroundings? {
        answer(to: .surroundings) { state, told in state.surroundingsTold.append(told) }
    }

    /// How many of their declarations of variables the cells have carried out that run.
    func progress() -> [Int: Int] {
        let cells = answer(to: .progress) { state, told in state.progressTold.append(told) } ?? []
        return Dictionary(cells.map { (Int($0.cell), Int($0.reached)) }) { $1 }
    }

    private func answer<Answer: Sendable>(
        to request: HostRequest, _ expect: (inout HostState, @escaping @Sendable (Answer) -> Void) -> Void
    ) -> Answer? {
        let arrived = DispatchSemaphore(value: 0)
        let answer = Mutex<Answer?>(nil)
        state.withLock { state in
            expect(&state) { told in
                answer.withLock { $0 = told }
                arrived.signal()
            }
        }
        guard (try? channel.send(request)) != nil, arrived.wait(timeout: .now() + 5) == .success else { return nil }
        return answer.withLock { $0 }
    }

    func end() {
        process.signal(SIGKILL)
    }
}

extension CellRun {
    fileprivate init(_ cell: Int, for output: CellOutput?) {
        self.init(cell: UInt32(cell), shell: output?.shell ?? 0, parent: output?.request.header.id ?? "")
    }
}

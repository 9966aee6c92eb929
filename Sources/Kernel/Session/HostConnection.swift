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

    private struct State {
        var output: CellOutput?
        /// What code told that shows nothing: of a variable, or its value.
        var told: [UInt8]?
        /// Whether the code that runs tells its value instead of showing it.
        var tellsResult = false
        var running: (cell: UInt32, ended: @Sendable (Ending) -> Void)?
        /// The cell that was interrupted last, perhaps before it was sent.
        var interrupted: Int?
        var isReady = false
        var loss: SessionLoss?
        /// The cells of which it was told that they are unloaded.
        var unloaded: [Int] = []
        /// Waits for the next report of the host's surroundings.
        var surroundingsTold: (@Sendable (Surroundings) -> Void)?
    }

    private let process: ChildProcess
    private let memoryWatch: MemoryWatch?
    private let memoryLimit: MemoryLimit
    private let channel: LinkChannel<HostRequest, HostReport>
    private let pipes: [OutputStream: Int32]
    private let state = Mutex(State())
    let comms = OpenComms()
    private let log: Logger

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
        state.withLock { $0.told = nil }
        let isOver = Mutex(false)
        DispatchQueue.global().asyncAfter(deadline: .now() + 1) {
            isOver.withLock { isOver in
                if !isOver { self.interrupt(cell: cell.number) }
            }
        }
        defer { isOver.withLock { $0 = true } }
        guard case .ended(.finished, _, _) = run(cell, output: state.withLock({ $0.output })) else { return nil }
        return state.withLock { $0.told }
    }

    /// Runs a cell for the value of its last expression, which is not shown.
    func result(of cell: CompiledCell, output: CellOutput) -> (Ending, [UInt8]?) {
        state.withLock { ($0.told, $0.tellsResult) = (nil, true) }
        defer { state.withLock { $0.tellsResult = false } }
        return (run(cell, output: output), state.withLock { $0.told })
    }

    /// Runs a cell and waits for its end.
    ///
    /// - Parameter output: Where its outputs go, and what the cells before it still print.
    func run(_ cell: CompiledCell, output: CellOutput?) -> Ending {
        let rebindings = cell.rebindings.map {
            SymbolRebinding(
                earlier: $0.earlier, symbol: $0.symbol, isConformance: $0.isConformance, reached: UInt32($0.reached))
        }
        return run(
            .run(
                cell: UInt32(cell.number), parent: output?.request.header.id ?? "", library: cell.library,
                entryPoint: cell.entryPoint, needed: cell.neededCells.map(UInt32.init), rebindings: rebindings),
            as: cell.number, output: output)
    }

    /// Hands over what the front end sent to a comm, and waits until that is dealt with.
    func deliver(_ content: CommContent, number: Int, output: CellOutput) -> Ending {
        run(.deliver(content, cell: UInt32(number), parent: output.request.header.id), as: number, output: output)
    }

    private func run(_ request: HostRequest, as cell: Int, output: CellOutput?) -> Ending {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Ending?>(nil)
        let number = UInt32(cell)
        let diedBefore = state.withLock { state -> SessionLoss? in
            state.output = output
            state.running = (
                number,
                { ending in
                    result.withLock { $0 = ending }
                    done.signal()
                }
            )
            // This cell tells it.
            state.loss?.wasIdle = false
            return state.loss
        }
        if let diedBefore { return .hostDied(diedBefore) }
        try? channel.send(request)
        if state.withLock({ $0.interrupted }) == cell { try? channel.send(.interrupt) }
        done.wait()
        return result.withLock { $0! }
    }

    /// Ends a cell that runs, or is about to.
    func interrupt(cell: Int) {
        state.withLock { $0.interrupted = cell }
        // A cell may have stopped its own process.
        process.signal(SIGCONT)
        try? channel.send(.interrupt)
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

    func answerInput(_ text: String?) {
        try? channel.send(.input(text))
    }

    /// Where cells work and with what environment; nothing if the host does not answer.
    func surroundings() -> Surroundings? {
        let arrived = DispatchSemaphore(value: 0)
        let answer = Mutex<Surroundings?>(nil)
        state.withLock { state in
            state.surroundingsTold = { told in
                answer.withLock { $0 = told }
                arrived.signal()
            }
        }
        guard (try? channel.send(.surroundings)) != nil, arrived.wait(timeout: .now() + 5) == .success else {
            return nil
        }
        return answer.withLock { $0 }
    }

    func end() {
        process.signal(SIGKILL)
    }

    private func pump(_ whenLost: (HostConnection) -> Void) {
        var streams = SessionStreams(pipes: pipes)
        defer {
            for descriptor in pipes.values { close(descriptor) }
        }
        while true {
            let linkIsReadable = streams.wait(with: channel.fileDescriptor)
            let output = state.withLock { $0.output }
            streams.drain(into: output)
            guard linkIsReadable else { continue }
            do {
                switch try channel.receive() {
                case .ready: state.withLock { $0.isReady = true }
                case .publish(let kind, let displayID, let json):
                    streams.release()
                    streams.publish(into: output)
                    let isTold = state.withLock { state in
                        guard kind == .inspection || kind == .executeResult && state.tellsResult else { return false }
                        state.told = json
                        return true
                    }
                    if !isTold { output?.publish(kind, displayID: displayID, json: json) }
                    try channel.send(.published)
                case .comm(let content):
                    streams.release()
                    streams.publish(into: output)
                    comms.note(content, fromFrontEnd: false)
                    output?.publish(content)
                    try channel.send(.published)
                case .readLine(let prompt, let isPassword):
                    streams.publish(into: output)
                    if output?.requestInput(prompt: prompt, isPassword: isPassword) != true { answerInput(nil) }
                case .surroundings(let folder, let environment):
                    let told = state.withLock { $0.surroundingsTold.take() }
                    told?(Surroundings(folder: folder, environment: environment))
                case .unloaded(let cells): state.withLock { $0.unloaded += cells.map(Int.init) }
                case .ended(let cell, let outcome, let reached):
                    var fatalMessage: String?
                    if case .trapped = outcome { fatalMessage = streams.takeFatalMessage() }
                    streams.release()
                    streams.publish(into: output)
                    finish(cell, .ended(outcome, reached: reached, fatalMessage: fatalMessage))
                }
            } catch {
                if error != .closed { log.error("The cell host cannot be understood: \(error).") }
                process.signal(SIGKILL)
                memoryWatch?.end()
                let status = process.wait()
                streams.drain(into: output)
                streams.release()
                streams.publish(into: output)
                for content in comms.closeAll() { output?.publish(content) }
                let exceeded = memoryWatch?.isExceeded == true ? memoryLimit : nil
                let (loss, running, wasReady) = state.withLock { state in
                    let loss = SessionLoss(status: status, exceeded: exceeded, wasIdle: state.running == nil)
                    state.loss = loss
                    return (loss, state.running?.cell, state.isReady)
                }
                if wasReady { whenLost(self) }
                if let running { finish(running, .hostDied(loss)) }
                return
            }
        }
    }

    private func finish(_ cell: UInt32, _ ending: Ending) {
        let ended = state.withLock { state -> (@Sendable (Ending) -> Void)? in
            guard state.running?.cell == cell else { return nil }
            defer { state.running = nil }
            return state.running?.ended
        }
        ended?(ending)
    }
}

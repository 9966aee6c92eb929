import CellCompiler
import Foundation
import Logging
import SessionLink
import Synchronization

/// Compiles cells one after the other and has them run in the cell host.
final class Session: Sendable {
    let toolchain: Toolchain
    private let folder: SessionFolder
    private let pipeline: CompilationPipeline
    private let memoryLimit: MemoryLimit
    private let hosts: HostKeeper
    private let lostNames = Mutex(LostNames())
    private let phase = Mutex(Phase.idle)

    private enum Phase {
        case idle
        /// An interrupt that comes now keeps the cell from being run.
        case compiling(isInterrupted: Bool)
        case running(cell: Int)
    }

    init(toolchain: Toolchain, installation: Installation, memoryLimit: MemoryLimit, log: Logger) throws {
        self.toolchain = toolchain
        self.memoryLimit = memoryLimit
        folder = try SessionFolder()
        try folder.link(modules: Installation.notebookModules, from: installation.modules)
        let compiler = CellCompiler(
            toolchain: toolchain, folder: folder.path, moduleCache: Installation.moduleCache,
            zygoteLibrary: installation.zygoteLibrary)
        pipeline = CompilationPipeline(compiler: compiler)
        hosts = try HostKeeper(installation: installation, memoryLimit: memoryLimit, log: log)
    }

    /// Runs a cell to its end.
    ///
    /// - Parameter waiting: The cells behind it, which begin to be compiled meanwhile.
    func execute(
        _ request: CompilationPipeline.Request, before waiting: [CompilationPipeline.Request], output: CellOutput
    ) throws(CellFailure) {
        phase.withLock { $0 = .compiling(isInterrupted: false) }
        defer { phase.withLock { $0 = .idle } }
        let (host, loss) = try connectedHost()
        if loss != nil { forgetDeclarations() }
        let cell = try compile(request, before: waiting, after: loss)
        if let loss { output.publishStream(.stderr, loss.notice + "\n") }
        for warning in cell.warnings {
            output.publishStream(.stderr, warning.rendered(code: request.code, file: request.file) + "\n")
        }

        let isInterrupted = phase.withLock { phase in
            if case .compiling(isInterrupted: true) = phase { return true }
            phase = .running(cell: cell.number)
            return false
        }
        if isInterrupted {
            pipeline.forgetCurrent()
            throw .interruptedBeforeRun
        }
        switch host.run(cell, output: output) {
        case .ended(.notLoaded(let reason), _, _):
            pipeline.forgetCurrent()
            throw CellFailure(name: "LoadingFailed", value: CellModule.removingNames(from: reason))
        case .ended(let outcome, let reached, let fatalMessage):
            pipeline.currentEnded(reached: outcome == .finished ? nil : Int(reached))
            try report(outcome, fatalMessage: fatalMessage)
        case .hostDied(let loss):
            forgetDeclarations()
            hosts.told()
            throw CellFailure(loss)
        }
    }

    /// - Parameter loss: The end of the host that was running before, if that is news. A cell that needs what went with it
    ///   fails for that reason.
    private func compile(
        _ request: CompilationPipeline.Request, before waiting: [CompilationPipeline.Request], after loss: SessionLoss?
    ) throws(CellFailure) -> CompiledCell {
        do {
            return try pipeline.cell(for: request, before: waiting, isInterrupted: { isInterrupted })
        } catch {
            if isInterrupted { throw .interruptedBeforeRun }
            guard case CompilationError.diagnosed(let diagnostics) = error else {
                throw CellFailure(name: "CompilationFailed", value: "\(error)")
            }
            var failure = CellFailure(diagnostics, code: request.code, file: request.file)
            let notes = lostNames.withLock { $0.notes(for: diagnostics) }
            failure.traceback += notes
            if let loss {
                let lost = CellFailure(loss)
                (failure.name, failure.value) = (lost.name, lost.value)
                failure.traceback = lost.traceback + failure.traceback
            }
            throw failure
        }
    }

    /// Whether the cell that is being compiled shall not run.
    private var isInterrupted: Bool {
        phase.withLock { phase in
            if case .compiling(isInterrupted: true) = phase { return true }
            return false
        }
    }

    /// The process is gone that held what cells declared.
    private func forgetDeclarations() {
        let lost = pipeline.reset()
        lostNames.withLock { $0.add(lost) }
    }

    /// Begins to compile cells that wait for their turn.
    func lookAhead(_ requests: [CompilationPipeline.Request]) {
        pipeline.lookAhead(requests)
    }

    private func report(_ outcome: CellOutcome, fatalMessage: String?) throws(CellFailure) {
        let symbolizer = Symbolizer(toolchain: toolchain, sessionFolder: folder.path)
        switch outcome {
        case .finished, .exited(code: 0, _): return
        case .threw(let type, let description, let frames):
            throw CellFailure(thrown: type, description: description, at: symbolizer.places(of: frames))
        case .trapped(let signal, let address, let stackOverflow, let frames):
            let stack = symbolizer.places(of: frames)
            throw CellFailure(outOfMemory: fatalMessage, limit: memoryLimit, at: stack)
                ?? CellFailure(
                    trap: Trap(signal: signal, address: address, stackOverflow: stackOverflow, message: fatalMessage),
                    at: stack)
        case .exited(let code, let frames):
            throw CellFailure(
                name: "Exit", value: "The cell called exit(\(code)).", at: symbolizer.places(of: frames))
        case .interrupted(let frames):
            throw CellFailure(
                name: "Interrupted", value: "The cell was interrupted.", at: symbolizer.places(of: frames))
        case .notLoaded: return
        }
    }

    /// The cell host, and how the last one ended, if that is news.
    private func connectedHost() throws(CellFailure) -> (HostConnection, lost: SessionLoss?) {
        do {
            return try hosts.connection()
        } catch {
            throw CellFailure(name: "NoSession", value: "\(error)")
        }
    }

    func interrupt() {
        let running = phase.withLock { phase -> Int? in
            switch phase {
            case .idle: return nil
            case .compiling:
                phase = .compiling(isInterrupted: true)
                return nil
            case .running(let cell): return cell
            }
        }
        if let running { hosts.current?.interrupt(cell: running) }
    }

    func answerInput(_ text: String) {
        hosts.current?.answerInput(text)
    }

    func end() {
        interrupt()
        hosts.end()
        folder.remove()
    }
}

extension CellFailure {
    fileprivate static let interruptedBeforeRun = CellFailure(
        name: "Interrupted", value: "The cell was interrupted before it ran.")
}

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
    private let installation: Installation
    private let log: Logger
    private let host: Mutex<HostConnection?>
    private let phase = Mutex(Phase.idle)

    private enum Phase {
        case idle
        /// An interrupt that comes now keeps the cell from being run.
        case compiling(isInterrupted: Bool)
        case running(cell: Int)
    }

    init(toolchain: Toolchain, installation: Installation, log: Logger) throws {
        self.toolchain = toolchain
        self.installation = installation
        self.log = log
        folder = try SessionFolder()
        try folder.link(modules: Installation.notebookModules, from: installation.modules)
        let compiler = CellCompiler(
            toolchain: toolchain, folder: folder.path, moduleCache: Installation.moduleCache,
            zygoteLibrary: installation.zygoteLibrary)
        pipeline = CompilationPipeline(compiler: compiler)
        host = Mutex(try HostConnection(installation: installation, log: log))
    }

    /// Runs a cell to its end.
    ///
    /// - Parameter waiting: The cells behind it, which begin to be compiled meanwhile.
    func execute(
        _ request: CompilationPipeline.Request, before waiting: [CompilationPipeline.Request], output: CellOutput
    ) throws(CellFailure) {
        phase.withLock { $0 = .compiling(isInterrupted: false) }
        defer { phase.withLock { $0 = .idle } }
        let cell: CompiledCell
        do {
            cell = try pipeline.cell(for: request, before: waiting)
        } catch CompilationError.diagnosed(let diagnostics) {
            throw CellFailure(diagnostics, code: request.code, file: request.file)
        } catch {
            throw CellFailure(name: "CompilationFailed", value: "\(error)")
        }
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
            throw CellFailure(name: "Interrupted", value: "The cell was interrupted before it ran.")
        }
        switch try connectedHost().run(cell, output: output) {
        case .ended(.notLoaded(let reason), _, _):
            pipeline.forgetCurrent()
            throw CellFailure(name: "LoadingFailed", value: CellModule.removingNames(from: reason))
        case .ended(let outcome, let reached, let fatalMessage):
            pipeline.currentEnded(reached: outcome == .finished ? nil : Int(reached))
            try report(outcome, fatalMessage: fatalMessage)
        case .hostDied(let status):
            pipeline.reset()
            throw CellFailure(sessionLost: status)
        }
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
            throw CellFailure(
                trap: Trap(signal: signal, address: address, stackOverflow: stackOverflow, message: fatalMessage),
                at: symbolizer.places(of: frames))
        case .exited(let code, let frames):
            throw CellFailure(
                name: "Exit", value: "The cell called exit(\(code)).", at: symbolizer.places(of: frames))
        case .interrupted(let frames):
            throw CellFailure(
                name: "Interrupted", value: "The cell was interrupted.", at: symbolizer.places(of: frames))
        case .notLoaded: return
        }
    }

    /// The cell host, a new one if the last one died.
    private func connectedHost() throws(CellFailure) -> HostConnection {
        try host.withLock { host throws(CellFailure) in
            if let host, host.isAlive { return host }
            do {
                let new = try HostConnection(installation: installation, log: log)
                host = new
                return new
            } catch {
                throw CellFailure(name: "NoSession", value: "\(error)")
            }
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
        if let running { host.withLock { $0 }?.interrupt(cell: running) }
    }

    func answerInput(_ text: String) {
        host.withLock { $0 }?.answerInput(text)
    }

    func end() {
        host.withLock { host in
            host?.end()
            host = nil
        }
        folder.remove()
    }
}

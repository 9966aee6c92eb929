import CellCompiler
import Foundation
import Logging
import SessionLink
import Synchronization

/// Compiles cells one after the other and has them run in the cell host.
final class Session: Sendable {
    let toolchain: Toolchain
    private let folder: SessionFolder
    private let compiler: CellCompiler
    let pipeline: CompilationPipeline
    let packages: SessionPackages
    private let installation: Installation
    private let log: Logger
    private let host: Mutex<HostConnection?>
    private let phase = Mutex(Phase.idle)

    private enum Phase {
        case idle
        /// The cell's directives are carried out and its Swift is compiled. An interrupt that comes now keeps it from
        /// being run.
        case preparing(Interruption)
        case running(cell: Int)
    }

    init(toolchain: Toolchain, installation: Installation, log: Logger) throws {
        self.toolchain = toolchain
        self.installation = installation
        self.log = log
        folder = try SessionFolder()
        try folder.link(modules: Installation.notebookModules, from: installation.modules)
        compiler = CellCompiler(
            toolchain: toolchain, folder: folder.path, moduleCache: Installation.moduleCache,
            zygoteLibrary: installation.zygoteLibrary)
        pipeline = CompilationPipeline(compiler: compiler)
        packages = SessionPackages(store: PackageStore(folder: Installation.packages, toolchain: toolchain))
        host = Mutex(try HostConnection(installation: installation, log: log))
    }

    /// Runs a cell to its end.
    ///
    /// - Parameters:
    ///   - actions: What the cell's directives ask for.
    ///   - request: The cell's Swift, if it has any.
    ///   - waiting: The cells behind it, which begin to be compiled meanwhile.
    func execute(
        _ actions: [CellAction], _ request: CompilationPipeline.Request?,
        before waiting: [CompilationPipeline.Request], output: CellOutput
    ) throws(CellFailure) {
        let interruption = Interruption()
        phase.withLock { $0 = .preparing(interruption) }
        defer { phase.withLock { $0 = .idle } }
        for action in actions { try perform(action, interruption: interruption, output: output) }
        guard let request else { return }
        let cell: CompiledCell
        do {
            cell = try pipeline.cell(for: request, before: waiting)
        } catch CompilationError.diagnosed(let diagnostics) {
            throw CellFailure(diagnostics)
        } catch {
            throw CellFailure(name: "CompilationFailed", value: "\(error)")
        }
        if !cell.warnings.isEmpty {
            let texts = cell.warnings.map { DiagnosticText($0).text }
            output.publishStream(.stderr, texts.joined(separator: "\n\n") + "\n")
        }

        let isInterrupted = phase.withLock { phase in
            if interruption.isRequested { return true }
            phase = .running(cell: cell.number)
            return false
        }
        if isInterrupted {
            pipeline.forgetCurrent()
            throw CellFailure(name: "Interrupted", value: "The cell was interrupted before it ran.")
        }
        packages.noteLoaded(cell.packages)
        switch try connectedHost().run(cell, output: output) {
        case .ended(.notLoaded(let reason), _, _):
            pipeline.forgetCurrent()
            throw CellFailure(name: "LoadingFailed", value: reason)
        case .ended(let outcome, let reached, let fatalMessage):
            pipeline.currentEnded(reached: outcome == .finished ? nil : Int(reached))
            try report(outcome, fatalMessage: fatalMessage)
        case .hostDied(let status):
            pipeline.reset()
            packages.noteSessionEnd()
            throw CellFailure(sessionLost: status)
        }
    }

    /// Begins to compile cells that wait for their turn.
    func lookAhead(_ requests: [CompilationPipeline.Request]) {
        pipeline.lookAhead(requests)
    }

    /// Takes note of cells that waited and will not run.
    func giveUp(_ requests: [CompilationPipeline.Request]) {
        pipeline.giveUp(requests)
    }

    private func report(_ outcome: CellOutcome, fatalMessage: String?) throws(CellFailure) {
        let symbolizer = Symbolizer(toolchain: toolchain, sessionFolder: folder.path, texts: compiler.texts)
        switch outcome {
        case .finished, .exited(code: 0, _): return
        case .threw(let type, let description, let details, let stack):
            throw CellFailure(name: type, value: description, details: details, at: symbolizer.backtrace(of: stack))
        case .trapped(let signal, let address, let stackOverflow, let stack):
            throw CellFailure(
                trap: Trap(signal: signal, address: address, stackOverflow: stackOverflow, message: fatalMessage),
                at: symbolizer.backtrace(of: stack))
        case .exited(let code, let stack):
            throw CellFailure(
                name: "Exit", value: "The cell called exit(\(code)).", at: symbolizer.backtrace(of: stack))
        case .interrupted(let stack):
            throw CellFailure(
                name: "Interrupted", value: "The cell was interrupted.", at: symbolizer.backtrace(of: stack))
        case .notLoaded: return
        }
    }

    /// Lets cells from now on import what is installed.
    func usePackages() {
        compiler.use(packages.libraries)
    }

    /// Goes on with a new cell host, and without anything that cells have declared.
    func reset() throws(CellFailure) {
        host.withLock { host in
            host?.end()
            host = nil
        }
        pipeline.reset()
        packages.noteSessionEnd()
        _ = try connectedHost()
    }

    /// The cell host, a new one if the last one died.
    func connectedHost() throws(CellFailure) -> HostConnection {
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
            case .preparing(let interruption):
                interruption.request()
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
        if case .preparing(let interruption) = phase.withLock({ $0 }) { interruption.request() }
        host.withLock { host in
            host?.end()
            host = nil
        }
        folder.remove()
    }
}

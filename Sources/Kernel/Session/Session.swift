import CellCompiler
import Foundation
import Logging
import SessionLink
import Synchronization

/// Compiles the cells of each shell one after the other and has them run in the cell host.
final class Session: Sendable {
    let toolchain: Toolchain
    /// Held by cells that are compiled and run; alone by what looks at their variables.
    let cellsAtWork = SharedLock()
    /// Compiled code that tells of variables.
    let viewers = Mutex<[Variable: CompiledCell]>([:])
    private let folder: SessionFolder
    private let compiler: CellCompiler
    let pipeline: CompilationPipeline
    let packages: SessionPackages
    let assistant: LanguageAssistant
    private let memoryLimit: MemoryLimit
    let hosts: HostKeeper
    private let lostNames = Mutex(LostNames())
    /// What the shells do.
    private let phases = Mutex<[UInt32: Phase]>([:])

    private enum Phase {
        /// The cell's directives are carried out and its Swift is compiled. An interrupt that comes now keeps it from
        /// being run.
        case preparing(Interruption)
        case running(cell: Int)
    }

    /// To find out which cells can be unloaded, the host reads all its memory.
    private static let fewestToUnload = 32

    init(toolchain: Toolchain, installation: Installation, memoryLimit: MemoryLimit, log: Logger) throws {
        self.toolchain = toolchain
        self.memoryLimit = memoryLimit
        folder = try SessionFolder()
        try folder.link(modules: Installation.notebookModules, from: installation.modules)
        compiler = CellCompiler(
            toolchain: toolchain, folder: folder.path, moduleCache: Installation.moduleCache,
            zygoteLibrary: installation.zygoteLibrary)
        pipeline = CompilationPipeline(compiler: compiler)
        packages = SessionPackages(store: PackageStore(folder: Installation.packages, toolchain: toolchain))
        assistant = LanguageAssistant(
            toolchain: toolchain, installation: installation, folder: folder.path, pipeline: pipeline)
        hosts = try HostKeeper(installation: installation, memoryLimit: memoryLimit, log: log)
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
        let shell = output.shell
        phases.withLock { $0[shell] = .preparing(interruption) }
        defer { phases.withLock { $0[shell] = nil } }
        for action in actions { try perform(action, interruption: interruption, output: output) }
        guard let request else { return }
        let host = try connectedHost()
        let loss = hosts.takeLoss()
        if loss != nil { forgetDeclarations() }
        let cell = try compile(request, in: shell, before: waiting, after: loss, interruption: interruption)
        if let loss { output.publishStream(.stderr, loss.notice + "\n") }
        if !cell.warnings.isEmpty {
            let texts = cell.warnings.map { DiagnosticText($0).text }
            output.publishStream(.stderr, texts.joined(separator: "\n\n") + "\n")
        }

        let isInterrupted = phases.withLock { phases in
            if interruption.isRequested { return true }
            phases[shell] = .running(cell: cell.number)
            return false
        }
        if isInterrupted {
            pipeline.forgetCell(in: shell)
            throw .interruptedBeforeRun
        }
        packages.noteLoaded(cell.packages)
        let ending = host.run(cell, output: output)
        switch ending {
        case .ended(.notLoaded, _, _): pipeline.forgetCell(in: shell)
        case .ended(let outcome, let reached, _):
            pipeline.cellEnded(in: shell, reached: outcome == .finished ? nil : Int(reached))
            unloadSpentCells(from: host)
        case .hostDied: break
        }
        try check(ending)
    }

    /// Runs what is no cell and can be interrupted like one.
    func runAside(
        _ number: Int, in shell: UInt32, _ run: (HostConnection) -> HostConnection.Ending
    ) throws(CellFailure) {
        let host = try connectedHost()
        phases.withLock { $0[shell] = .running(cell: number) }
        defer { phases.withLock { $0[shell] = nil } }
        try check(run(host))
    }

    /// Fails where a run did not end as it should.
    private func check(_ ending: HostConnection.Ending) throws(CellFailure) {
        switch ending {
        case .ended(.notLoaded(let reason), _, _): throw CellFailure(name: "LoadingFailed", value: reason)
        case .ended(let outcome, _, let fatalMessage): try report(outcome, fatalMessage: fatalMessage)
        case .hostDied(let loss):
            _ = hosts.takeLoss()
            forgetDeclarations()
            throw CellFailure(loss)
        }
    }

    private func unloadSpentCells(from host: HostConnection) {
        pipeline.noteUnloaded(host.takeUnloaded())
        dropSpentViewers()
        let spent = pipeline.takeSpent(atLeast: Session.fewestToUnload)
        if !spent.isEmpty { host.unload(spent) }
    }

    /// - Parameter loss: The end of the host that was running before, if that is news. A cell that needs what went with it
    ///   fails for that reason.
    private func compile(
        _ request: CompilationPipeline.Request, in shell: UInt32, before waiting: [CompilationPipeline.Request],
        after loss: SessionLoss?, interruption: Interruption
    ) throws(CellFailure) -> CompiledCell {
        do {
            return try pipeline.cell(
                for: request, in: shell, before: waiting, progress: progress,
                isInterrupted: { interruption.isRequested })
        } catch {
            if interruption.isRequested { throw .interruptedBeforeRun }
            guard case CompilationError.diagnosed(let diagnostics) = error else {
                throw CellFailure(name: "CompilationFailed", value: "\(error)")
            }
            var failure = CellFailure(diagnostics)
            failure.traceback += lostNames.withLock { $0.notes(for: diagnostics) }
            if let loss {
                let lost = CellFailure(loss)
                (failure.name, failure.value) = (lost.name, lost.value)
                failure.traceback = lost.traceback + failure.traceback
            }
            throw failure
        }
    }

    /// The process is gone that held what cells declared.
    private func forgetDeclarations() {
        let lost = pipeline.reset()
        packages.noteSessionEnd()
        lostNames.withLock { $0.add(lost) }
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
            let backtrace = symbolizer.backtrace(of: stack)
            throw CellFailure(outOfMemory: fatalMessage, limit: memoryLimit, at: backtrace)
                ?? CellFailure(
                    trap: Trap(signal: signal, address: address, stackOverflow: stackOverflow, message: fatalMessage),
                    at: backtrace)
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
        do {
            try hosts.restart()
        } catch {
            throw CellFailure(name: "NoSession", value: "\(error)")
        }
        pipeline.reset()
        packages.noteSessionEnd()
    }

    /// What a compiled cell tells of a variable; nothing where there is no cell host.
    func inspection(by cell: CompiledCell) -> [UInt8]? {
        guard let host = hosts.current, host.loss == nil else { return nil }
        return host.inspection(by: cell)
    }

    /// What a program inherits that a cell starts.
    var surroundings: Surroundings { hosts.current?.surroundings() ?? .ofKernel }

    /// The cell host, a new one if the last one died.
    private func connectedHost() throws(CellFailure) -> HostConnection {
        do {
            return try hosts.connection()
        } catch {
            throw CellFailure(name: "NoSession", value: "\(error)")
        }
    }

    /// Stops the cells of all shells.
    func interrupt() {
        for shell in phases.withLock({ Array($0.keys) }) { interrupt(shell) }
    }

    private func interrupt(_ shell: UInt32) {
        let running = phases.withLock { phases -> Int? in
            switch phases[shell] {
            case nil: return nil
            case .preparing(let interruption):
                interruption.request()
                return nil
            case .running(let cell): return cell
            }
        }
        if let running { hosts.current?.interrupt(cell: running, in: shell) }
    }

    /// Stops the cell of a shell that is no more. What it has started tells the main shell from now on.
    func endShell(_ shell: UInt32) {
        interrupt(shell)
        hosts.current?.endShell(shell)
    }

    /// How far the cells have come that run.
    func progress() -> [Int: Int] { hosts.current?.progress() ?? [:] }

    func answerInput(_ text: String, to request: String?) {
        hosts.current?.answerInput(text, to: request)
    }

    func end() {
        assistant.end()
        interrupt()
        hosts.end()
        folder.remove()
    }
}

extension CellFailure {
    fileprivate static let interruptedBeforeRun = CellFailure(
        name: "Interrupted", value: "The cell was interrupted before it ran.")
}

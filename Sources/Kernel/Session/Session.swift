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
    private let installation: Installation
    private let log: Logger
    private let state: Mutex<State>
    private let host: Mutex<HostConnection?>

    private struct State {
        var scope = SessionScope()
        var compilations = 0
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
        state = Mutex(State())
        host = Mutex(try HostConnection(installation: installation, log: log))
    }

    /// Runs a cell to its end.
    ///
    /// - Parameters:
    ///   - file: What the cell is called, as in "In[5]".
    ///   - cellID: What the front end calls it, by which a further run of the same cell is known.
    func execute(_ code: String, file: String, cellID: String?, output: CellOutput) throws(CellFailure) {
        let syntax = CellSyntax(code)
        let (scope, number) = state.withLock { state in
            state.compilations += 1
            return (state.scope, state.compilations)
        }
        let cell: CompiledCell
        do {
            cell = try compiler.compile(syntax, number: number, file: file, cellID: cellID, scope: scope)
        } catch CompilationError.diagnosed(let diagnostics) {
            throw CellFailure(diagnostics, code: code, file: file)
        } catch {
            throw CellFailure(name: "CompilationFailed", value: "\(error)")
        }
        for warning in cell.warnings { output.publishStream(.stderr, warning.rendered(code: code, file: file) + "\n") }

        let ending = try connectedHost().run(cell, output: output)
        switch ending {
        case .ended(let outcome, let reached, let fatalMessage):
            if case .notLoaded(let reason) = outcome {
                throw CellFailure(name: "LoadingFailed", value: CellModule.removingNames(from: reason))
            }
            state.withLock { $0.scope.add(cell, reached: outcome == .finished ? nil : Int(reached)) }
            try report(outcome, fatalMessage: fatalMessage, code: code)
        case .hostDied(let status):
            state.withLock { $0.scope = SessionScope() }
            throw CellFailure(sessionLost: status)
        }
    }

    private func report(_ outcome: CellOutcome, fatalMessage: String?, code: String) throws(CellFailure) {
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
        host.withLock { $0 }?.interrupt()
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

import ChildProcesses
import Dispatch
import Foundation
import Synchronization

/// Compiles a session's cells, and those that wait behind the running one ahead of their turn.
///
/// To compile, a cell needs the modules of the cells before it, not their execution. Cells that need nothing of each
/// other compile side by side.
public final class CompilationPipeline: Sendable {
    /// A cell as the front end sends it.
    public struct Request: Equatable, Sendable {
        public var code: String
        /// What it will be called, as in "In[5]".
        public var file: String
        public var cellID: String?
        /// What in the code is not Swift.
        public var marks: [CellMark]
        public var options: CompilationOptions

        public init(
            code: String, file: String, cellID: String?, marks: [CellMark] = [],
            options: CompilationOptions = CompilationOptions()
        ) {
            self.code = code
            self.file = file
            self.cellID = cellID
            self.marks = marks
            self.options = options
        }
    }

    let compiler: CellCompiler
    private let state = Mutex(PipelineState())
    private let queue = DispatchQueue(label: "swiftlet.compilation", attributes: .concurrent)
    /// How many cells that wait are compiled ahead.
    public static let mostAhead = 4

    public init(compiler: CellCompiler) {
        self.compiler = compiler
    }

    /// The cell whose turn it is in a shell, compiled.
    ///
    /// - Parameters:
    ///   - shell: Where cells run one after the other; 0 for the main shell, which alone has cells compiled ahead.
    ///   - waiting: The cells behind it, which begin to be compiled meanwhile.
    ///   - progress: Tells of the cells that run in other shells, and how many of their declarations of variables were
    ///     carried out.
    ///   - isInterrupted: Whether the cell shall be given up; asked again and again. Then this throws.
    public func cell(
        for request: Request, in shell: UInt32 = 0, before waiting: [Request] = [],
        progress: () -> [Int: Int] = { [:] }, isInterrupted: () -> Bool = { false }
    ) throws -> CompiledCell {
        let (isAhead, hasOthers) = state.withLock { ($0.isAhead(request, in: shell), $0.hasOthers(besides: shell)) }
        let syntax = isAhead ? nil : try parse(request, unless: isInterrupted)
        let reached = hasOthers && !isAhead ? progress() : [:]
        let entry = state.withLock { state in
            state.current[shell] = nil
            if !state.isAhead(request, in: shell) {
                if shell == 0 { dropAhead(in: &state) }
                state.current[shell] = .init(begin(request, syntax, in: shell, reached: reached, &state))
            } else {
                state.current[shell] = .init(state.ahead.removeFirst())
            }
            if shell == 0 { lookAhead(waiting, in: &state) }
            return state.current[shell]!.entry
        }
        do {
            try wait(for: entry.compiled, unless: isInterrupted)
            var cell = try entry.result.withLock { try $0!.get() }
            let rebindings = state.withLock { state in
                let rebindings = state.bound.rebindings(for: entry.plan, exports: compiler.exports)
                state.current[shell]?.rebindings = rebindings
                return rebindings
            }
            cell.rebindings =
                rebindings + BoundSymbols.conformances(amendedBy: entry.plan, exports: compiler.exports)
            return cell
        } catch {
            forgetCell(in: shell)
            let plan = entry.plan
            if error is CancellationError { throw error }
            state.withLock { state in
                state.scope.unfinished.add(plan.syntax, of: plan.file, cellID: plan.cellID, reason: .doesNotCompile)
            }
            throw error
        }
    }

    /// Cells that waited will not run.
    public func giveUp(_ requests: [Request]) {
        state.withLock { state in
            for request in requests {
                let syntax = CellSyntax(request.code, marks: request.marks, conditions: compiler.conditions)
                state.scope.unfinished.add(syntax, of: nil, cellID: request.cellID, reason: .givenUp)
            }
        }
    }

    /// A text can be long enough that a user does not want to wait for its end.
    private func parse(_ request: Request, unless isInterrupted: () -> Bool) throws -> CellSyntax {
        final class Result: Sendable {
            let syntax = Mutex<CellSyntax?>(nil)
        }
        let parsed = DispatchGroup()
        let result = Result()
        queue.async(group: parsed) { [compiler] in
            let syntax = CellSyntax(request.code, marks: request.marks, conditions: compiler.conditions)
            result.syntax.withLock { $0 = syntax }
        }
        try wait(for: parsed, unless: isInterrupted)
        return result.syntax.withLock { $0! }
    }

    private func wait(for group: DispatchGroup, unless isInterrupted: () -> Bool) throws {
        while group.wait(timeout: .now() + .milliseconds(20)) == .timedOut {
            if isInterrupted() { throw CancellationError() }
        }
    }

    /// Begins with cells that wait for their turn, in their order.
    public func lookAhead(_ requests: [Request]) {
        state.withLock { lookAhead(requests, in: &$0) }
    }

    private func lookAhead(_ requests: [Request], in state: inout PipelineState) {
        let known = state.ahead.map(\.request)
        guard state.canLookAhead, requests.prefix(known.count).elementsEqual(known) else { return }
        for request in requests.prefix(CompilationPipeline.mostAhead).dropFirst(known.count) {
            state.ahead.append(begin(request, in: 0, &state))
        }
    }

    /// The cell of a shell ran.
    ///
    /// - Parameter reached: Where it did not come to its end, how many of its declarations of variables were carried out.
    public func cellEnded(in shell: UInt32 = 0, reached: Int? = nil) {
        state.withLock { state in
            for cell in state.end(in: shell, reached: reached, exports: compiler.exports) {
                compiler.forgetModule(of: cell)
            }
            if shell == 0 && reached != nil || !state.isAheadOfTime { dropAhead(in: &state) }
        }
    }

    /// The loaded cells that no cell to come can name anything of, if there are so many, and no cell is on its way. Each is
    /// told once.
    public func takeSpent(atLeast count: Int) -> [Int] {
        state.withLock { $0.takeSpent(atLeast: count) }
    }

    /// The libraries of these runs are unloaded.
    public func noteUnloaded(_ cells: [Int]) {
        for cell in cells { compiler.forget(cell) }
    }

    /// The cell of a shell did not run at all.
    public func forgetCell(in shell: UInt32 = 0) {
        state.withLock { state in
            if let turn = state.current.removeValue(forKey: shell) { abandon(turn.entry, in: &state) }
            if shell == 0 { dropAhead(in: &state) }
        }
    }

    /// The session is a new one. How cells are compiled stays as it was asked for.
    ///
    /// - Returns: The names that were in view, each with the cell that declared it, as in "In[5]".
    @discardableResult
    public func reset() -> [String: String] {
        state.withLock { state in
            let lost = state.scope.names.compactMapValues { compiler.texts[$0]?.file }
            for cell in compiler.texts.numbers { compiler.forget(cell) }
            state.reset()
            dropAhead(in: &state)
            return lost
        }
    }

    /// Gives up what was compiled ahead of a turn that will not come.
    private func dropAhead(in state: inout PipelineState) {
        for entry in state.ahead { abandon(entry, in: &state) }
        state.ahead = []
    }

    private func abandon(_ entry: PipelineEntry, in state: inout PipelineState) {
        entry.plan.cancellation.request()
        state.abandoned.removeAll { $0.wait(timeout: .now()) == .success }
        state.abandoned.append(entry.amended)
        let cell = entry.plan.number
        entry.amended.notify(queue: queue) { [compiler] in compiler.forget(cell) }
    }

    /// A cell that ran: what it is called, and its text.
    package func cell(_ number: Int) -> (file: String, code: String)? {
        compiler.texts[number].map { ($0.file, $0.code) }
    }

    /// Compiles code that sees what the next cell would, and is no cell itself.
    ///
    /// - Parameters:
    ///   - file: What diagnostics and backtraces call it.
    ///   - progress: See `cell(for:in:before:progress:isInterrupted:)`.
    package func compileAside(
        _ code: String, file: String = "", in shell: UInt32 = 0, progress: () -> [Int: Int] = { [:] }
    ) throws -> CompiledCell {
        let syntax = CellSyntax(code, marks: [], conditions: compiler.conditions)
        let reached = state.withLock { $0.hasOthers(besides: shell) } ? progress() : [:]
        let plan = state.withLock { state in
            let scope = state.view(from: shell, reached: reached).scope
            return CellPlan(syntax, number: state.takeNumber(), file: file, cellID: nil, scope: scope)
        }
        do {
            let cell = try compiler.compile(plan.aside)
            compiler.forgetModule(of: cell.number)
            return cell
        } catch {
            compiler.forget(plan.number)
            throw error
        }
    }

    /// A number that no cell has, for what runs without being compiled.
    package func takeNumber() -> Int {
        state.withLock { $0.takeNumber() }
    }

    /// Code that was compiled aside and ran will not run again.
    package func noteSpent(_ aside: CompiledCell) {
        guard aside.canBeUnloaded else { return }
        state.withLock { _ = $0.unloadable.insert(aside.number) }
    }

    /// What a cell that came now would see: all that ran, and what the running cells declare.
    var visibleScope: SessionScope { state.withLock { $0.visibleScope } }

    private func begin(
        _ request: Request, _ syntax: CellSyntax? = nil, in shell: UInt32, reached: [Int: Int] = [:],
        _ state: inout PipelineState
    ) -> PipelineEntry {
        let view = state.viewAtEnd(of: shell, reached: reached)
        let plan = CellPlan(
            syntax ?? CellSyntax(request.code, marks: request.marks, conditions: compiler.conditions),
            number: state.takeNumber(), file: request.file, cellID: request.cellID, scope: view.scope,
            options: request.options, text: request.code, givesBack: !state.hasOthers(besides: shell))
        let entry = PipelineEntry(request, plan: plan, version: view.version)
        let before = state.amendments(of: plan.view.neededCells)
        entry.compiled.enter()
        entry.amended.enter()
        queue.async { [compiler] in
            for amended in before { amended.wait() }
            let result = Result { try compiler.compileAmending(plan) }
            entry.result.withLock { $0 = result }
            entry.compiled.leave()
            if case .success = result { compiler.amend(after: plan) }
            entry.amended.leave()
        }
        return entry
    }
}

extension PipelineState {
    /// Whether a cell was compiled ahead, and may run as it is: what it gives back must not be in use elsewhere.
    fileprivate func isAhead(_ request: CompilationPipeline.Request, in shell: UInt32) -> Bool {
        guard shell == 0, let first = ahead.first, first.request == request else { return false }
        return first.plan.releases.isEmpty || !hasOthers(besides: 0)
    }
}

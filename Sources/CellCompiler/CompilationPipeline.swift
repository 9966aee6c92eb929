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

    private struct State {
        var scope = SessionScope()
        var bound = BoundSymbols()
        /// What the current cell's declarations take the place of.
        var rebindings: [Rebinding] = []
        /// What was rebound since the cells that are compiled ahead were planned.
        var rebound: [(name: String, cells: Set<Int>, by: Int)] = []
        /// The cells that ran to their end, are loaded, and may be unloaded once nothing names them.
        var unloadable: Set<Int> = []
        var compilations = 0
        /// The cell whose turn it is.
        var current: Entry?
        /// Those before it, whose amendments may not be over yet.
        var recent: [(cell: Int, amended: DispatchGroup)] = []
        /// Those behind it, planned as if every cell before them succeeded.
        var ahead: [Entry] = []
        /// Those that were given up, which may still be about to take back what they have amended.
        var abandoned: [DispatchGroup] = []

        /// A number that no cell has.
        mutating func takeNumber() -> Int {
            compilations += 1
            return compilations
        }

        var scopeAtEnd: SessionScope { ahead.last?.plan.scopeAfter ?? current?.plan.scopeAfter ?? scope }
    }

    private final class Entry: Sendable {
        let request: Request
        let plan: CellPlan
        let compiled = DispatchGroup()
        /// Over when, after it was compiled, what it takes the place of is gone.
        let amended = DispatchGroup()
        let result = Mutex<Result<CompiledCell, any Error>?>(nil)
        var canBeUnloaded: Bool { result.withLock { (try? $0?.get())?.canBeUnloaded } ?? false }

        init(_ request: Request, plan: CellPlan) {
            self.request = request
            self.plan = plan
        }
    }

    let compiler: CellCompiler
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "swiftlet.compilation", attributes: .concurrent)
    /// How many cells that wait are compiled ahead.
    public static let mostAhead = 4

    public init(compiler: CellCompiler) {
        self.compiler = compiler
    }

    /// The cell whose turn it is, compiled.
    ///
    /// - Parameters:
    ///   - waiting: The cells behind it, which begin to be compiled meanwhile.
    ///   - isInterrupted: Whether the cell shall be given up; asked again and again. Then this throws.
    public func cell(
        for request: Request, before waiting: [Request] = [], isInterrupted: () -> Bool = { false }
    ) throws -> CompiledCell {
        let isAhead = state.withLock { $0.ahead.first?.request == request }
        let syntax = isAhead ? nil : try parse(request, unless: isInterrupted)
        let entry = state.withLock { state in
            state.current = nil
            if state.ahead.first?.request == request {
                state.current = state.ahead.removeFirst()
            } else {
                dropAhead(in: &state)
                state.current = begin(request, syntax, in: &state)
            }
            lookAhead(waiting, in: &state)
            return state.current!
        }
        do {
            try wait(for: entry.compiled, unless: isInterrupted)
            var cell = try entry.result.withLock { try $0!.get() }
            let rebindings = state.withLock { state in
                state.rebindings = state.bound.rebindings(for: entry.plan, exports: compiler.exports)
                return state.rebindings
            }
            cell.rebindings =
                rebindings + BoundSymbols.conformances(amendedBy: entry.plan, exports: compiler.exports)
            return cell
        } catch {
            forgetCurrent()
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

    private func lookAhead(_ requests: [Request], in state: inout State) {
        let known = state.ahead.map(\.request)
        guard state.current != nil, requests.prefix(known.count).elementsEqual(known) else { return }
        for request in requests.prefix(CompilationPipeline.mostAhead).dropFirst(known.count) {
            state.ahead.append(begin(request, in: &state))
        }
    }

    /// The current cell ran.
    ///
    /// - Parameter reached: Where it did not come to its end, how many of its declarations of variables were carried out.
    public func currentEnded(reached: Int? = nil) {
        state.withLock { state in
            guard let plan = state.current?.plan else { return }
            state.bound.add(plan, reached: reached ?? .max, exports: compiler.exports)
            let before = state.scope.runs.numbers
            if let reached {
                state.scope = plan.scopeAfter(reached: reached)
                dropAhead(in: &state)
            } else {
                state.scope = plan.scopeAfter
                if state.current?.canBeUnloaded == true { state.unloadable.insert(plan.number) }
            }
            for rebinding in state.rebindings where rebinding.reached <= reached ?? .max {
                guard let declared = rebinding.declared else { continue }
                state.rebound.append((declared.name, declared.cells, plan.number))
            }
            for (name, cells, cell) in state.rebound { state.scope.rebind(name, of: cells, to: cell) }
            if state.ahead.isEmpty { state.rebound = [] }
            state.rebindings = []
            for cell in before.union([plan.number]).subtracting(state.scope.runs.numbers) {
                compiler.forgetModule(of: cell)
            }
            state.recent = state.recent.suffix(CompilationPipeline.mostAhead) + [(plan.number, state.current!.amended)]
            state.current = nil
        }
    }

    /// The loaded cells that no cell to come can name anything of, if there are so many, and no cell is on its way. Each is
    /// told once.
    public func takeSpent(atLeast count: Int) -> [Int] {
        state.withLock { state in
            guard state.current == nil, state.ahead.isEmpty, state.unloadable.count >= count else { return [] }
            let spent = state.unloadable.subtracting(state.scope.runs.numbers)
            guard spent.count >= count else { return [] }
            state.unloadable.subtract(spent)
            return spent.sorted()
        }
    }

    /// The libraries of these runs are unloaded.
    public func noteUnloaded(_ cells: [Int]) {
        for cell in cells { compiler.forget(cell) }
    }

    /// The current cell did not run at all.
    public func forgetCurrent() {
        state.withLock { state in
            if let current = state.current { abandon(current, in: &state) }
            state.current = nil
            dropAhead(in: &state)
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
            let optimization = state.scope.optimization
            state.scope = SessionScope()
            state.scope.optimization = optimization
            state.bound = BoundSymbols()
            state.rebound = []
            state.unloadable = []
            state.current = nil
            dropAhead(in: &state)
            return lost
        }
    }

    /// Gives up what was compiled ahead of a turn that will not come.
    private func dropAhead(in state: inout State) {
        for entry in state.ahead { abandon(entry, in: &state) }
        state.ahead = []
    }

    private func abandon(_ entry: Entry, in state: inout State) {
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
    /// - Parameter file: What diagnostics and backtraces call it.
    package func compileAside(_ code: String, file: String = "") throws -> CompiledCell {
        let syntax = CellSyntax(code, marks: [], conditions: compiler.conditions)
        let plan = state.withLock { state in
            CellPlan(syntax, number: state.takeNumber(), file: file, cellID: nil, scope: state.scope)
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

    /// What a cell that came now would see: all that ran, and what the running cell declares.
    var visibleScope: SessionScope {
        state.withLock { state in
            guard let current = state.current, current.compiled.wait(timeout: .now()) == .success,
                case .success? = current.result.withLock({ $0 })
            else { return state.scope }
            return current.plan.scopeAfter
        }
    }

    private func begin(_ request: Request, _ syntax: CellSyntax? = nil, in state: inout State) -> Entry {
        let plan = CellPlan(
            syntax ?? CellSyntax(request.code, marks: request.marks, conditions: compiler.conditions),
            number: state.takeNumber(), file: request.file, cellID: request.cellID, scope: state.scopeAtEnd,
            options: request.options, text: request.code)
        let entry = Entry(request, plan: plan)
        let entries = [state.current].compactMap { $0 } + state.ahead
        let others = state.recent + entries.map { ($0.plan.number, $0.amended) }
        let before = others.filter { plan.view.neededCells.contains($0.cell) }.map(\.amended) + state.abandoned
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

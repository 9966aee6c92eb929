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

        public init(code: String, file: String, cellID: String?) {
            self.code = code
            self.file = file
            self.cellID = cellID
        }
    }

    private struct State {
        var scope = SessionScope()
        var compilations = 0
        /// The cell whose turn it is.
        var current: Entry?
        /// Those behind it, planned as if every cell before them succeeded.
        var ahead: [Entry] = []

        var scopeAtEnd: SessionScope { ahead.last?.plan.scopeAfter ?? current?.plan.scopeAfter ?? scope }

        /// Gives up what was compiled ahead of a turn that will not come.
        mutating func dropAhead() {
            for entry in ahead { entry.cancellation.request() }
            ahead = []
        }
    }

    private final class Entry: Sendable {
        let request: Request
        let plan: CellPlan
        let compiled = DispatchGroup()
        let cancellation = Cancellation()
        let result = Mutex<Result<CompiledCell, any Error>?>(nil)

        init(_ request: Request, plan: CellPlan) {
            self.request = request
            self.plan = plan
        }
    }

    private let compiler: CellCompiler
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
        let syntax = isAhead ? nil : try parse(request.code, unless: isInterrupted)
        let entry = state.withLock { state in
            state.current = nil
            if state.ahead.first?.request == request {
                state.current = state.ahead.removeFirst()
            } else {
                state.dropAhead()
                state.current = begin(request, syntax, in: &state)
            }
            lookAhead(waiting, in: &state)
            return state.current!
        }
        do {
            try wait(for: entry.compiled, unless: isInterrupted)
            return try entry.result.withLock { try $0!.get() }
        } catch {
            entry.cancellation.request()
            forgetCurrent()
            throw error
        }
    }

    /// A text can be long enough that a user does not want to wait for its end.
    private func parse(_ code: String, unless isInterrupted: () -> Bool) throws -> CellSyntax {
        final class Result: Sendable {
            let syntax = Mutex<CellSyntax?>(nil)
        }
        let parsed = DispatchGroup()
        let result = Result()
        queue.async(group: parsed) { result.syntax.withLock { $0 = CellSyntax(code) } }
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
            if let reached {
                state.scope = plan.scopeAfter(reached: reached)
                state.dropAhead()
            } else {
                state.scope = plan.scopeAfter
            }
            state.current = nil
        }
    }

    /// The current cell did not run at all.
    public func forgetCurrent() {
        state.withLock { state in
            state.current = nil
            state.dropAhead()
        }
    }

    /// The session is a new one.
    ///
    /// - Returns: The names that were in view, each with the cell that declared it, as in "In[5]".
    @discardableResult
    public func reset() -> [String: String] {
        state.withLock { state in
            let lost = state.scope.names.compactMapValues { compiler.file(ofCell: $0) }
            state.scope = SessionScope()
            state.current = nil
            state.dropAhead()
            return lost
        }
    }

    private func begin(_ request: Request, _ syntax: CellSyntax? = nil, in state: inout State) -> Entry {
        state.compilations += 1
        let plan = CellPlan(
            syntax ?? CellSyntax(request.code), number: state.compilations, file: request.file, cellID: request.cellID,
            scope: state.scopeAtEnd)
        let entry = Entry(request, plan: plan)
        let needed = plan.scope.neededCells(for: plan.syntax, cellID: plan.cellID)
        let before = ([state.current].compactMap { $0 } + state.ahead).filter { needed.contains($0.plan.number) }
        entry.compiled.enter()
        queue.async { [compiler] in
            for earlier in before { earlier.compiled.wait() }
            let result = Result { try compiler.compile(plan, cancellation: entry.cancellation) }
            entry.result.withLock { $0 = result }
            entry.compiled.leave()
        }
        return entry
    }
}

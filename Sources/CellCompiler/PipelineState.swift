import Dispatch

/// What a pipeline knows of the session: the cells that ran, those that run, and those that wait.
struct PipelineState {
    /// A cell whose turn it is.
    struct Turn {
        var entry: PipelineEntry
        /// What its declarations take the place of.
        var rebindings: [Rebinding] = []
        /// Where it stopped before its end, how many of its declarations of variables were carried out.
        var reached: Int?

        init(_ entry: PipelineEntry) { self.entry = entry }
    }

    /// What the cells that ended leave in view.
    var scope = SessionScope()
    /// How many runs the scope has taken in.
    private var version = 0
    var bound = BoundSymbols()
    /// What was rebound since the cells that are compiled ahead were planned.
    private var rebound: [(name: String, cells: Set<Int>, by: Int)] = []
    /// The cells that ran to their end, are loaded, and may be unloaded once nothing names them.
    var unloadable: Set<Int> = []
    private var compilations = 0
    /// The cells whose turn it is, by their shells.
    var current: [UInt32: Turn] = [:]
    /// Cells that ended, but use what a cell declares that still runs: the scope takes them in after that one.
    private var ended: [Turn] = []
    /// Cells before them, whose amendments may not be over yet.
    private var recent: [(cell: Int, amended: DispatchGroup)] = []
    /// Those that wait behind the main shell's, planned as if every cell before them succeeded.
    var ahead: [PipelineEntry] = []
    /// Those that were given up, which may still be about to take back what they have amended.
    var abandoned: [DispatchGroup] = []

    /// A number that no cell has.
    mutating func takeNumber() -> Int {
        compilations += 1
        return compilations
    }

    /// Whether cells of other shells run, or what such cells declared is not in the scope yet.
    func hasOthers(besides shell: UInt32) -> Bool { !ended.isEmpty || current.contains { $0.key != shell } }

    /// What a cell is planned for that comes next in a shell, behind those that wait there, and the scope's version if that
    /// is all.
    ///
    /// - Parameter reached: See `view(from:reached:)`.
    func viewAtEnd(of shell: UInt32, reached: [Int: Int]) -> (scope: SessionScope, version: Int?) {
        if shell == 0, let last = ahead.last ?? current[0]?.entry {
            return (last.plan.scopeAfter, last.version.map { $0 + 1 })
        }
        return view(from: shell, reached: reached)
    }

    /// What code sees that runs now in a shell, and the scope's version if that is all.
    ///
    /// - Parameter reached: The cells that run, each with how many of its declarations of variables were carried out.
    func view(from shell: UInt32, reached: [Int: Int]) -> (scope: SessionScope, version: Int?) {
        if !hasOthers(besides: shell) { return (scope, version) }
        let others = current.filter { $0.key != shell }.values.sorted { $0.entry.plan.number < $1.entry.plan.number }
        var scope = scope
        for plan in others.map(\.entry.plan) {
            if let reached = reached[plan.number] { scope = plan.scope(scope, after: reached) }
        }
        for turn in ended { scope = turn.entry.plan.scope(scope, after: turn.reached) }
        return (scope, nil)
    }

    /// What completions offer: all that ran, and what the running cells declare.
    var visibleScope: SessionScope {
        var scope = scope
        for turn in current.values.sorted(by: { $0.entry.plan.number < $1.entry.plan.number })
        where turn.entry.isCompiled {
            let plan = turn.entry.plan
            scope =
                current.count == 1 && turn.entry.version == version ? plan.scopeAfter : plan.scope(scope, after: nil)
        }
        for turn in ended { scope = turn.entry.plan.scope(scope, after: turn.reached) }
        return scope
    }

    /// Whether the cells behind the main shell's can be planned as if nothing came between.
    var canLookAhead: Bool { current[0].map { $0.entry.version == version } ?? false }

    /// What must be over before a cell is compiled that uses these.
    func amendments(of needed: Set<Int>) -> [DispatchGroup] {
        let entries = current.values.map(\.entry) + ended.map(\.entry) + ahead
        let all = recent + entries.map { ($0.plan.number, $0.amended) }
        return all.filter { needed.contains($0.cell) }.map(\.amended) + abandoned
    }

    /// The cell of a shell is over.
    ///
    /// - Parameter exports: Reads what a run offers.
    /// - Returns: The cells whose modules no cell to come needs.
    mutating func end(
        in shell: UInt32, reached: Int?, exports: (Int) -> CellExports
    ) -> Set<Int> {
        guard var turn = current.removeValue(forKey: shell) else { return [] }
        turn.reached = reached
        ended.append(turn)
        let before = scope.runs.numbers.union(ended.map(\.entry.plan.number))
        takeInEnded(exports)
        return before.subtracting(scope.runs.numbers).subtracting(ended.map(\.entry.plan.number))
    }

    private mutating func takeInEnded(_ exports: (Int) -> CellExports) {
        var missing = Set(current.values.map(\.entry.plan.number))
        var rest: [Turn] = []
        for turn in ended {
            if turn.entry.plan.neededCells.isDisjoint(with: missing) {
                takeIn(turn, exports)
            } else {
                missing.insert(turn.entry.plan.number)
                rest.append(turn)
            }
        }
        ended = rest
    }

    private mutating func takeIn(_ turn: Turn, _ exports: (Int) -> CellExports) {
        let plan = turn.entry.plan
        bound.add(plan, reached: turn.reached ?? .max, exports: exports)
        if turn.entry.version == version {
            scope = turn.reached == nil ? plan.scopeAfter : plan.scope(plan.scope, after: turn.reached)
        } else {
            scope = plan.scope(scope, after: turn.reached)
        }
        version += 1
        if turn.reached == nil && turn.entry.canBeUnloaded { unloadable.insert(plan.number) }
        for rebinding in turn.rebindings where rebinding.reached <= turn.reached ?? .max {
            guard let declared = rebinding.declared else { continue }
            rebound.append((declared.name, declared.cells, plan.number))
        }
        for (name, cells, cell) in rebound { scope.rebind(name, of: cells, to: cell) }
        if ahead.isEmpty { rebound = [] }
        recent = recent.suffix(CompilationPipeline.mostAhead) + [(plan.number, turn.entry.amended)]
    }

    /// Whether the cells that wait were planned for what there is by now.
    var isAheadOfTime: Bool {
        guard let first = ahead.first else { return false }
        return first.version == version + (current[0] == nil ? 0 : 1)
    }

    /// The loaded cells that no cell to come can name anything of, if there are so many, and no cell is on its way. Each
    /// is told once.
    mutating func takeSpent(atLeast count: Int) -> [Int] {
        guard current.isEmpty, ended.isEmpty, ahead.isEmpty, unloadable.count >= count else { return [] }
        let spent = unloadable.subtracting(scope.runs.numbers)
        guard spent.count >= count else { return [] }
        unloadable.subtract(spent)
        return spent.sorted()
    }

    /// The session is a new one. How cells are compiled stays as it was asked for.
    mutating func reset() {
        let optimization = scope.optimization
        scope = SessionScope()
        scope.optimization = optimization
        version += 1
        bound = BoundSymbols()
        rebound = []
        unloadable = []
        current = [:]
        ended = []
    }
}

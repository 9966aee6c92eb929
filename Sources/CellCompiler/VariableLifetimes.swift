/// A variable of a cell's run.
package struct Variable: Hashable, Sendable {
    package var cell: Int
    package var name: String

    package init(cell: Int, name: String) {
        self.cell = cell
        self.name = name
    }
}

/// Which variables that were replaced can be given back, with the memory they hold.
///
/// A cell's top level runs once, so what it mentions there it has done with. Functions, closures and types may read a
/// variable as long as the session lives. Hence the rule: a replaced variable is given back once every cell that
/// mentions it inside a function, a closure or a type has itself been run again, or never existed.
///
/// A cell that failed or was interrupted is not over: its thread is parked, and what it was using stays in use.
///
/// A closure of an earlier run that somebody kept may still read it. It does not read freed memory: the variable's
/// storage is filled with zeros, which traps for everything that refers to memory.
struct VariableLifetimes: Sendable {
    private struct Run: Sendable {
        var cellID: String?
        var isReplaced = false
        /// Whether it was stopped in the middle, where it stays for ever.
        var isParked = false
        var mentions: Set<Variable>

        mutating func replace() {
            isReplaced = true
            if !isParked { mentions = [] }
        }
    }

    private var runs: [Int: Run] = [:]
    /// Declared, and not given back.
    private(set) var held: Set<Variable> = []
    /// Held, but no longer in view.
    private(set) var replaced: Set<Variable> = []

    /// The runs that a further run of the cell replaces.
    func runs(of cellID: String) -> Set<Int> {
        Set(runs.filter { $0.value.cellID == cellID }.keys)
    }

    mutating func add(
        run number: Int, cellID: String?, declaring names: [String], mentioning mentions: Set<Variable>,
        isParked: Bool,
        isInView: (Variable) -> Bool
    ) {
        if let cellID {
            for earlier in runs(of: cellID) { runs[earlier]?.replace() }
        }
        runs[number] = Run(cellID: cellID, isParked: isParked, mentions: mentions)
        held.formUnion(names.map { Variable(cell: number, name: $0) })
        replaced = held.filter { !isInView($0) }
    }

    /// What can be given back now.
    var releasable: [Variable] {
        let mentioned = runs.values.reduce(into: Set<Variable>()) { $0.formUnion($1.mentions) }
        return replaced.subtracting(mentioned).sorted { ($0.cell, $0.name) < ($1.cell, $1.name) }
    }

    /// Code that read a variable of certain cells reads that of another from now on.
    mutating func rebind(_ name: String, of cells: Set<Int>, to cell: Int) {
        let earlier = Set(cells.map { Variable(cell: $0, name: name) })
        for (number, run) in runs where !run.mentions.isDisjoint(with: earlier) {
            runs[number]?.mentions = run.mentions.subtracting(earlier).union([Variable(cell: cell, name: name)])
        }
    }

    /// Forgets runs that have ended and are replaced, or mention nothing and cannot be replaced.
    mutating func forgetRuns(besides importable: ImportableRuns) {
        func isOver(_ number: Int, _ run: Run) -> Bool {
            if run.cellID == nil { return run.mentions.isEmpty }
            return run.isReplaced && !run.isParked && !importable.contains(number)
        }
        guard runs.contains(where: isOver) else { return }
        runs = runs.filter { !isOver($0, $1) }
    }

    mutating func release(_ variables: [Variable]) {
        held.subtract(variables)
        replaced.subtract(variables)
    }
}

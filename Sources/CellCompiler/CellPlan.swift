import ChildProcesses

/// A cell on its way to the compiler: its text, what it sees, and what the cells after it will see if it succeeds.
package struct CellPlan: Sendable {
    /// The cell without what its earlier run declared just so.
    let syntax: CellSyntax
    /// The cell as it was written.
    let text: String
    /// Which of the session's compilations it is; no two cells share it.
    let number: Int
    /// What diagnostics and backtraces call it, as in "In[5]".
    let file: String
    /// What the front end calls it.
    let cellID: String?
    package private(set) var view: CellView
    /// The cell's runs before this one.
    let replacedRuns: Set<Int>
    /// What it takes the place of in earlier cells.
    package let amendments: [Amendment]
    /// The variables of replaced runs that are given back at its end.
    package private(set) var releases: [Variable]
    package let scopeAfter: SessionScope
    /// How it is compiled.
    package let optimization: Optimization
    private let options: CompilationOptions
    let scope: SessionScope
    /// Ends its compilation.
    let cancellation = Cancellation()
    private let kept: KeptDeclarations

    /// - Parameters:
    ///   - text: The cell as it was written, if that is not what is compiled.
    ///   - givesBack: Whether it may give back variables of replaced runs. Cells that run meanwhile may use them.
    package init(
        _ syntax: CellSyntax, number: Int, file: String, cellID: String?, scope: SessionScope,
        options: CompilationOptions = CompilationOptions(), text: String? = nil, givesBack: Bool = true
    ) {
        self.text = text ?? syntax.code
        kept = scope.kept(by: syntax, cellID: cellID)
        let syntax = kept.ranges.isEmpty ? syntax : syntax.without(kept.ranges)
        self.syntax = syntax
        self.options = options
        let mode = options.optimization ?? options.optimizationFromHere ?? scope.optimization
        optimization = mode.optimization(for: syntax)
        self.number = number
        self.file = file
        self.cellID = cellID
        self.scope = scope
        view = CellView(of: syntax, in: scope, cellID: cellID, keeping: kept.cells)
        replacedRuns = cellID.map(scope.variables.runs) ?? []
        amendments = scope.amendments(for: syntax, replacing: replacedRuns, kept: kept)
        var after = scope
        after.add(syntax, number: number, file: file, cellID: cellID, view: view, kept: kept)
        after.optimization = options.optimizationFromHere ?? scope.optimization
        // A name that the cell mentions in another cell's sense would be ambiguous; that variable waits.
        let declared = Set(syntax.declarations.map(\.name))
        releases = after.variables.releasable.filter {
            givesBack && (declared.contains($0.name) || !syntax.mentions.contains($0.name))
        }
        after.release(releases)
        scopeAfter = after
    }

    /// The text for the compiler, but for what gives variables back.
    package var source: CellSource { CellSource(syntax, file: file, view: view) }

    /// The cells whose declarations its code may refer to.
    var neededCells: Set<Int> {
        releases.reduce(view.neededCells.union(view.typeSources)) { needed, variable in
            needed.union([variable.cell]).union(scope.runs[variable.cell]?.typeSources ?? [])
        }
    }

    /// The same cell where it is none of the session's: it gives nothing back, as the next cell will.
    var aside: CellPlan {
        var other = self
        other.releases = []
        return other
    }

    /// The same cell without a view of what its earlier runs declared, where it has one by way of other cells' values.
    var withoutReplacedTypes: CellPlan? {
        view.without(typesOf: replacedRuns.subtracting(kept.cells)).map { view in
            var other = self
            other.view = view
            return other
        }
    }

    /// What a scope becomes by the cell.
    ///
    /// - Parameter reached: How many of its declarations of variables were carried out; all if it came to its end.
    func scope(_ scope: SessionScope, after reached: Int?) -> SessionScope {
        var after = scope
        after.add(syntax, number: number, file: file, cellID: cellID, view: view, kept: kept, reached: reached ?? .max)
        if let reached {
            after.unfinished.add(syntax, of: file, cellID: cellID, reason: .stoppedBefore, reached: reached)
        } else {
            after.release(releases)
        }
        after.optimization = options.optimizationFromHere ?? scope.optimization
        return after
    }
}

/// How a cell asks to be compiled.
public struct CompilationOptions: Equatable, Sendable {
    /// For the cell alone.
    public var optimization: OptimizationMode?
    /// For the cell and those after it.
    public var optimizationFromHere: OptimizationMode?

    public init(optimization: OptimizationMode? = nil, optimizationFromHere: OptimizationMode? = nil) {
        self.optimization = optimization
        self.optimizationFromHere = optimizationFromHere
    }
}

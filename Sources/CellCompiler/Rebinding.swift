/// A symbol of a cell's earlier runs that code of other cells shall find in the cell's new run.
///
/// A function that was compiled before reads the variable `rate` by the symbol of the run that declared it then. When
/// that cell runs again, the function shall see the new `rate`, as the learner does. As long as the type is the same,
/// the host lets the function's reference point to the new symbol.
public struct Rebinding: Sendable, Equatable {
    /// The symbols of earlier runs.
    public var earlier: [String]
    public var symbol: String
    /// Whether the symbols describe conformances, whose witnesses are replaced, rather than code and variables.
    public var isConformance: Bool
    /// How many of the cell's declarations of variables must have been carried out before.
    public var reached: Int
    /// The name by which it is declared, with the cells that held it; nothing where only some of a function's overloads
    /// are rebound.
    var declared: (name: String, cells: Set<Int>)?

    public static func == (one: Rebinding, other: Rebinding) -> Bool {
        one.symbol == other.symbol && one.earlier == other.earlier && one.reached == other.reached
            && one.isConformance == other.isConformance
    }
}

/// For each cell of the notebook that ran again, the symbols that references to its declarations may point to by now.
struct BoundSymbols: Sendable {
    private var symbols: [String: [String: [CellExports.Symbol]]] = [:]

    /// What a further run of a cell rebinds.
    ///
    /// - Parameter exports: Reads what a run offers.
    mutating func rebindings(for plan: CellPlan, exports: (Int) -> CellExports) -> [Rebinding] {
        guard let cellID = plan.cellID, !plan.replacedRuns.isEmpty else { return [] }
        if symbols[cellID] == nil {
            symbols[cellID] = plan.replacedRuns.sorted().reduce(into: [:]) { known, run in
                for (description, symbol) in exports(run).symbols { known[description, default: []].append(symbol) }
            }
        }
        let (old, new) = (symbols[cellID]!, exports(plan.number).symbols)
        let remaining = old.filter { new[$0.key] == nil }.values.joined()
        return new.compactMap { description, symbol in
            guard let known = old[description] else { return nil }
            let cells = Set(known.map(\.cell))
            let isWhole = !remaining.contains { $0.declaredName == symbol.declaredName && cells.contains($0.cell) }
            return Rebinding(
                earlier: known.map(\.name), symbol: symbol.name, isConformance: symbol.kind == .conformance,
                reached: plan.order(of: symbol),
                declared: isWhole ? symbol.declaredName.map { ($0, cells) } : nil)
        }
    }

    /// The conformances of other cells that a cell declares again.
    static func conformances(amendedBy plan: CellPlan, exports: (Int) -> CellExports) -> [Rebinding] {
        let amended = plan.amendments.filter { !$0.conformances.isEmpty && !plan.replacedRuns.contains($0.cell) }
        if amended.isEmpty { return [] }
        let new = exports(plan.number).symbols.filter { $0.value.kind == .conformance }
        return amended.flatMap { amendment in
            exports(amendment.cell).symbols.compactMap { description, symbol in
                new[description].map {
                    Rebinding(earlier: [symbol.name], symbol: $0.name, isConformance: true, reached: 0)
                }
            }
        }
    }

    /// A run is over.
    ///
    /// - Parameter reached: How many of its declarations of variables were carried out.
    mutating func add(_ plan: CellPlan, reached: Int, exports: (Int) -> CellExports) {
        guard let cellID = plan.cellID, symbols[cellID] != nil else { return }
        for (description, symbol) in exports(plan.number).symbols {
            // What refers to a conformance is never rebound itself.
            let isBound = symbol.kind != .conformance && plan.order(of: symbol) <= reached
            let others = isBound ? [] : symbols[cellID]?[description] ?? []
            symbols[cellID]?[description] = others + [symbol]
        }
    }
}

extension CellPlan {
    /// How many of the cell's declarations of variables must have been carried out before a symbol can be used.
    fileprivate func order(of symbol: CellExports.Symbol) -> Int {
        guard symbol.kind == .variable else { return 0 }
        return syntax.declarations.last { $0.name == symbol.declaredName }?.order ?? 0
    }
}

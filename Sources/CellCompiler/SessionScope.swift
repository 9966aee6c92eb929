/// What the cells that ran so far leave in view of the next one.
///
/// Each cell is a module. The latest declaration of a name wins, by an import of that very name from the cell that
/// holds it, which takes precedence over everything that whole modules bring. Functions of one name that different
/// cells declare stay overloads of each other as long as their parameters differ.
///
/// A cell that runs again takes back everything that its earlier run declared, but for types and extensions that it
/// leaves as they are.
package struct SessionScope: Sendable {
    /// A name as a certain cell declares it.
    struct Holder: Hashable, Sendable {
        var cell: Int
        var kind: Declaration.Kind
        var isComputed = false
        /// The parameter lists of a function's declarations.
        var signatures: Set<String>
    }

    /// What a run adds to types and to the language.
    struct Extending: Sendable {
        var cell: Int
        /// As the front end names the cell that ran; nothing in a console.
        var cellID: String?
        var addition: Addition
        /// The cell that declares the extended type; nothing for a library's.
        var extendedCell: Int?
    }

    private(set) var holders: [String: [Holder]] = [:]
    private(set) var extending: [Extending] = []
    private(set) var imports: [String] = []
    /// What types store, and the runs that declare them.
    private var shapes: [String: (cell: Int, shape: TypeShape)] = [:]
    private(set) var runs = ImportableRuns()
    private(set) var variables = VariableLifetimes()
    /// How cells are compiled that do not say.
    var optimization = OptimizationMode.auto
    private var standing = StandingDeclarations()
    private var redeclarations = Redeclarations()
    var unfinished = UnfinishedDeclarations()

    package init() {}

    /// Takes in a cell that ran, as far as it came.
    ///
    /// - Parameters:
    ///   - syntax: The cell as it was compiled.
    ///   - file: What diagnostics call the run, as in "In[5]".
    ///   - cellID: What the front end calls the cell, by which an earlier run of it is known.
    ///   - kept: What it shares with its earlier run.
    ///   - reached: How many of its declarations of variables were carried out.
    mutating func add(
        _ syntax: CellSyntax, number: Int, file: String, cellID: String? = nil, view: CellView,
        kept: KeptDeclarations, reached: Int = .max
    ) {
        // A cell that stopped in the middle is parked there, with all that it was using.
        let isParked = reached != .max
        let lasting = isParked ? syntax.mentions : syntax.lastingMentions.union(kept.mentions)
        let mentioned = lasting.reduce(into: Set<Variable>()) { variables, name in
            for holder in holders[name] ?? [] where holder.kind == .variable {
                variables.insert(Variable(cell: holder.cell, name: name))
            }
        }
        let declaresTypes = syntax.declarations.contains { $0.kind != .variable && $0.kind != .function }
        redeclarations.add(
            syntax, number: number, replacing: cellID.map(variables.runs) ?? [], kept: kept.cells)
        runs[number] = ImportableRuns.Run(
            file: file, needs: view.neededCells, typeSources: view.typeSources.union(declaresTypes ? [number] : []))
        unfinished.forget(cellID)
        if let cellID {
            standing.add(syntax, number: number, cellID: cellID, kept: kept, holders: holders)
            removeRuns(of: cellID, keeping: kept)
        }
        for line in syntax.imports where !imports.contains(line) { imports.append(line) }
        for declaration in syntax.declarations where declaration.kind != .variable || declaration.order <= reached {
            add(declaration, of: number)
        }
        for (name, shape) in syntax.shapes { shapes[name] = (number, shape) }
        for outline in syntax.extensions where shape(of: outline.extendedName) != nil {
            shapes[outline.extendedName]?.shape.conformances.formUnion(outline.conformances)
        }
        for addition in syntax.additions { add(addition, of: number, cellID: cellID) }
        let declared = syntax.declarations.filter { $0.kind == .variable && $0.order <= reached }.map(\.name)
        let ownMentions = lasting.intersection(declared).map { Variable(cell: number, name: $0) }
        variables.add(
            run: number, cellID: cellID, declaring: declared, mentioning: mentioned.union(ownMentions),
            isParked: isParked
        ) { variable in
            holders[variable.name]?.contains { $0.cell == variable.cell } == true
        }
        forgetRuns()
    }

    /// Forgets the runs that no cell can have to do with any more, so that what is known of a session does not grow with
    /// the number of times that its cells run.
    private mutating func forgetRuns() {
        var used = standing.cells.union(extending.map(\.cell))
        for list in holders.values { used.formUnion(list.map(\.cell)) }
        // What is given back is imported once more.
        used.formUnion(variables.held.map(\.cell))
        runs.forget(allBut: used)
        variables.forgetRuns(besides: runs)
        redeclarations.forgetRuns(besides: runs)
        if shapes.contains(where: { !runs.contains($0.value.cell) }) {
            shapes = shapes.filter { runs.contains($0.value.cell) }
        }
    }

    /// Takes note of variables that were given back.
    mutating func release(_ released: [Variable]) {
        variables.release(released)
    }

    /// Code that used a variable or a function of certain cells uses that of another from now on.
    mutating func rebind(_ name: String, of cells: Set<Int>, to cell: Int) {
        variables.rebind(name, of: cells, to: cell)
        standing.rebind(name, of: cells, to: cell)
    }

    /// What a type in view stores.
    func shape(of name: String) -> TypeShape? {
        shapes[name].flatMap { known in holders[name]?.last?.cell == known.cell ? known.shape : nil }
    }

    /// What a further run of a cell leaves as its earlier run declared it.
    func kept(by syntax: CellSyntax, cellID: String?) -> KeptDeclarations {
        cellID.map { standing.kept(by: syntax, cellID: $0, holders: holders) } ?? KeptDeclarations()
    }

    /// What a cell takes the place of in earlier cells.
    func amendments(for syntax: CellSyntax, replacing earlier: Set<Int>, kept: KeptDeclarations) -> [Amendment] {
        redeclarations.amendments(for: syntax, replacing: earlier, kept: kept.cells, holders: holders, runs: runs)
    }

    private mutating func removeRuns(of cellID: String, keeping kept: KeptDeclarations) {
        let earlier = variables.runs(of: cellID)
        guard !earlier.isEmpty else { return }
        for (name, list) in holders where list.contains(where: { earlier.contains($0.cell) }) {
            let others = list.filter { !earlier.contains($0.cell) }
            holders[name] = others.isEmpty ? nil : others
            if others.isEmpty, let last = list.last {
                unfinished.add(name, droppedSince: runs[last.cell]?.file, cellID: cellID)
            }
        }
        for (name, holder) in kept.types { holders[name] = [holder] }
        extending.removeAll { earlier.contains($0.cell) && !kept.cells.contains($0.cell) }
    }

    private mutating func add(_ declaration: Declaration, of cell: Int) {
        let earlier = holders[declaration.name] ?? []
        guard declaration.kind == .function, earlier.allSatisfy({ $0.kind == .function }) else {
            holders[declaration.name] = [
                Holder(cell: cell, kind: declaration.kind, isComputed: declaration.isComputed, signatures: [])
            ]
            return
        }
        var own = earlier.first { $0.cell == cell } ?? Holder(cell: cell, kind: .function, signatures: [])
        own.signatures.insert(declaration.signature)
        let others = earlier.filter { $0.cell != cell }.map { holder in
            Holder(cell: holder.cell, kind: .function, signatures: holder.signatures.subtracting(own.signatures))
        }
        holders[declaration.name] = others.filter { !$0.signatures.isEmpty } + [own]
    }

    private mutating func add(_ addition: Addition, of cell: Int, cellID: String?) {
        // Another name for a type stands for any.
        let extended = addition.extendedName.flatMap { holders[$0]?.last }.flatMap { $0.kind == .typeAlias ? nil : $0 }
        var addition = addition
        // Whoever sees a type sees what its own cell adds to it, but for operators, which are looked up in modules.
        if extended?.cell == cell {
            addition.isNameless = false
            addition.names = addition.operators
            if addition.names.isEmpty { return }
        }
        // A type that conforms to the protocol takes its members without naming them.
        if extended?.kind == .protocol && extended?.cell != cell { addition.isNameless = true }
        extending.append(Extending(cell: cell, cellID: cellID, addition: addition, extendedCell: extended?.cell))
    }

    /// The names in view, each with the cell that holds it.
    package var names: [String: Int] {
        holders.compactMapValues { $0.last?.cell }
    }
}

/// What the cells that ran so far leave in view of the next one.
///
/// Each cell is a module. The latest declaration of a name wins, by an import of that very name from the cell that
/// holds it, which takes precedence over everything that whole modules bring. Functions of one name that different
/// cells declare stay overloads of each other as long as their parameters differ.
///
/// A cell that runs again takes back everything that its earlier run declared.
package struct SessionScope: Sendable {
    /// A name as a certain cell declares it.
    struct Holder: Hashable, Sendable {
        var cell: Int
        var kind: Declaration.Kind
        /// The parameter lists of a function's declarations.
        var signatures: Set<String>
    }

    private struct Run: Sendable {
        var number: Int
        /// As the front end names the cell that ran; nothing in a console.
        var cellID: String?
        var extensionMembers: Set<String>
        var declaresNameless: Bool
    }

    private var holders: [String: [Holder]] = [:]
    private var extendingRuns: [Run] = []
    private var imports: [String] = []
    /// For each run, the runs before it whose types its declarations may be of: its own needs and theirs.
    private var typeSources: [Int: Set<Int>] = [:]
    private(set) var variables = VariableLifetimes()

    package init() {}

    /// Takes in a cell that ran, as far as it came.
    ///
    /// - Parameters:
    ///   - cellID: What the front end calls the cell, by which an earlier run of it is known.
    ///   - reached: How many of its declarations of variables were carried out.
    mutating func add(_ syntax: CellSyntax, number: Int, cellID: String? = nil, reached: Int = .max) {
        let mentioned = syntax.lastingMentions.reduce(into: Set<Variable>()) { variables, name in
            for holder in holders[name] ?? [] where holder.kind == .variable {
                variables.insert(Variable(cell: holder.cell, name: name))
            }
        }
        let declaresTypes = syntax.declarations.contains { $0.kind != .variable && $0.kind != .function }
        typeSources[number] = typeSources(for: syntax, cellID: cellID).union(declaresTypes ? [number] : [])
        if let cellID { removeRuns(of: cellID) }
        for line in syntax.imports where !imports.contains(line) { imports.append(line) }
        for declaration in syntax.declarations where declaration.kind != .variable || declaration.order <= reached {
            add(declaration, of: number)
        }
        if syntax.declaresNameless || !syntax.extensionMembers.isEmpty {
            extendingRuns.append(
                Run(
                    number: number, cellID: cellID, extensionMembers: syntax.extensionMembers,
                    declaresNameless: syntax.declaresNameless))
        }
        let declared = syntax.declarations.filter { $0.kind == .variable && $0.order <= reached }.map(\.name)
        let ownMentions = syntax.lastingMentions.intersection(declared).map { Variable(cell: number, name: $0) }
        variables.add(
            run: number, cellID: cellID, declaring: declared, mentioning: mentioned.union(ownMentions)
        ) { variable in
            holders[variable.name]?.contains { $0.cell == variable.cell } == true
        }
    }

    /// Takes note of variables that were given back.
    mutating func release(_ released: [Variable]) {
        variables.release(released)
    }

    /// Code that read a variable of certain cells reads that of another from now on.
    mutating func rebind(_ name: String, of cells: Set<Int>, to cell: Int) {
        variables.rebind(name, of: cells, to: cell)
    }

    private mutating func removeRuns(of cellID: String) {
        let earlier = variables.runs(of: cellID)
        guard !earlier.isEmpty else { return }
        for (name, list) in holders { holders[name] = list.filter { !earlier.contains($0.cell) } }
        extendingRuns.removeAll { earlier.contains($0.number) }
    }

    private mutating func add(_ declaration: Declaration, of cell: Int) {
        let earlier = holders[declaration.name] ?? []
        guard declaration.kind == .function, earlier.allSatisfy({ $0.kind == .function }) else {
            holders[declaration.name] = [Holder(cell: cell, kind: declaration.kind, signatures: [])]
            return
        }
        var own = earlier.first { $0.cell == cell } ?? Holder(cell: cell, kind: .function, signatures: [])
        own.signatures.insert(declaration.signature)
        let others = earlier.filter { $0.cell != cell && !$0.signatures.isSubset(of: own.signatures) }
        holders[declaration.name] = others + [own]
    }

    /// The names in view, each with the cell that holds it.
    package var names: [String: Int] {
        holders.compactMapValues { $0.last?.cell }
    }

    /// The cell that holds a variable of that name.
    func cellOfVariable(_ name: String) -> Int? {
        holders[name]?.last.flatMap { $0.kind == .variable ? $0.cell : nil }
    }

    /// The import declarations that put a cell in view of what it mentions.
    package func importLines(for syntax: CellSyntax, cellID: String? = nil) -> [String] {
        var lines = imports
        for run in neededExtensions(for: syntax, cellID: cellID) { lines.append(CellModule.importLine(run.number)) }
        // A value may be of a type that the cell does not name. Importing any one declaration makes the types of its
        // module accessible.
        for cell in typeSources(for: syntax, cellID: cellID).sorted() {
            lines.append(CellModule.importLine(cell, kind: .function, name: "_swiftlet_reached"))
        }
        for name in syntax.mentions.sorted() {
            for holder in holdersInView(of: name, for: syntax) {
                lines.append(CellModule.importLine(holder.cell, kind: holder.kind, name: name))
            }
        }
        return lines
    }

    /// The cells whose modules a cell needs.
    func neededCells(for syntax: CellSyntax, cellID: String? = nil) -> Set<Int> {
        let extending = neededExtensions(for: syntax, cellID: cellID)
        let holding = syntax.mentions.flatMap { holdersInView(of: $0, for: syntax) }
        return Set(extending.map(\.number) + holding.map(\.cell))
    }

    /// The runs that extend types in a way that the cell may use. What an earlier run of the same cell added counts no
    /// more.
    private func neededExtensions(for syntax: CellSyntax, cellID: String?) -> [Run] {
        extendingRuns.filter { run in
            (run.cellID == nil || run.cellID != cellID)
                && (run.declaresNameless || !run.extensionMembers.isDisjoint(with: syntax.mentions))
        }
    }

    /// What a name of earlier cells means in the cell: nothing where the cell declares the name itself, but for functions
    /// with other parameters, and for what it mentions before its own declaration.
    private func holdersInView(of name: String, for syntax: CellSyntax) -> [Holder] {
        let earlier = holders[name] ?? []
        let own = syntax.declarations.filter { $0.name == name }
        if own.isEmpty { return earlier }
        if syntax.earlierReferences.contains(where: { $0.name == name }) {
            return earlier.filter { $0.kind == .variable }
        }
        let ownSignatures = Set(own.map(\.signature))
        return earlier.filter { holder in
            holder.kind == .function && own.allSatisfy { $0.kind == .function }
                && !holder.signatures.isSubset(of: ownSignatures)
        }
    }

    private func typeSources(for syntax: CellSyntax, cellID: String?) -> Set<Int> {
        neededCells(for: syntax, cellID: cellID).reduce(into: []) { $0.formUnion(typeSources[$1] ?? []) }
    }

    /// Whether the cell gives an earlier cell's structure an initializer.
    ///
    /// From Swift 5 on, one that is declared in another module than the structure must call one of the structure's own.
    func initializesEarlierTypes(_ syntax: CellSyntax) -> Bool {
        syntax.initializedTypes.contains { holders[$0]?.isEmpty == false }
    }

    /// Whether the cell adds a conformance or a subclass to what an earlier cell declares.
    ///
    /// The compiler wants the members of such a conformance to be public, which no learner would write for a type of
    /// their own, and forgets overrides in between when it lays out a subclass of an internal class of another module.
    /// Neither is so where access is not checked, so these cells are compiled like that.
    func inheritsFromEarlierCells(_ syntax: CellSyntax) -> Bool {
        syntax.inheritedNames.contains { holders[$0]?.isEmpty == false }
    }
}

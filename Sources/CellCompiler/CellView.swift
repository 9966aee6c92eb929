/// What a cell sees of the cells before it.
package struct CellView: Sendable {
    /// The import declarations that put the cell in view of what it mentions.
    package var importLines: [String] {
        // A value may be of a type that the cell does not name. Importing any one declaration makes the types of its
        // module accessible.
        otherLines + typeSources.sorted().map { CellModule.importLine($0, kind: .function, name: "_swiftlet_reached") }
            + nameLines
    }
    private var otherLines: [String] = []
    private var nameLines: [String] = []
    /// The cells whose modules it needs.
    private(set) var neededCells: Set<Int> = []
    /// The cells whose types its values may be of.
    private(set) var typeSources: Set<Int> = []
    /// For each variable of an earlier cell, that cell.
    private var variableCells: [String: Int] = [:]
    /// What the cell lists of the names in view, in alphabetical order, each with its holder and that one's file.
    private(set) var listed: [(name: String, holder: SessionScope.Holder, file: String)] = []
    /// The extensions of earlier cells' structures and enumerations, with what the compiler would add to them.
    private(set) var extended: [SynthesizedMembers] = []
    /// Whether the cell gives an earlier cell's structure an initializer.
    ///
    /// From Swift 5 on, one that is declared in another module than the structure must call one of the structure's own.
    private(set) var initializesEarlierTypes = false
    /// Whether the cell adds a conformance or a subclass to what an earlier cell declares.
    ///
    /// The compiler wants the members of such a conformance to be public, which no learner would write for a type of
    /// their own, and forgets overrides in between when it lays out a subclass of an internal class of another module.
    /// Neither is so where access is not checked, so these cells are compiled like that.
    private(set) var inheritsFromEarlierCells = false

    /// - Parameter kept: The earlier runs of the same cell that it shares declarations with.
    package init(of syntax: CellSyntax, in scope: SessionScope, cellID: String? = nil, keeping kept: Set<Int> = []) {
        let held = syntax.mentions.sorted().flatMap { name in
            CellView.holders(of: name, for: syntax, in: scope).map { (name: name, holder: $0) }
        }
        for (_, holder) in held { add(holder.cell, in: scope) }
        let own = Set(syntax.declarations.map(\.name))
        // What an earlier run of the same cell added counts no more.
        let current = scope.extending.filter {
            $0.cellID == nil || $0.cellID != cellID || kept.contains($0.cell)
        }
        let extending = addExtensions(for: syntax, among: current, in: scope)

        otherLines = scope.imports + extending.map { CellModule.importLine($0) }
        nameLines = held.map { CellModule.importLine($0.holder.cell, kind: $0.holder.kind, name: $0.name) }
        for reference in syntax.earlierReferences {
            guard let holder = scope.holders[reference.name]?.last, holder.kind == .variable else { continue }
            variableCells[reference.name] = holder.cell
        }
        if syntax.listsVariables { list(scope) }
        func isHeld(_ name: String) -> Bool { !own.contains(name) && scope.holders[name]?.isEmpty == false }
        for outline in syntax.extensions {
            guard !own.contains(outline.extendedName), let shape = scope.shape(of: outline.extendedName)
            else { continue }
            extended.append(SynthesizedMembers(shape: shape, outline: outline))
        }
        initializesEarlierTypes = extended.contains { !$0.outline.initializers.isEmpty || $0.text.contains(" init(") }
        inheritsFromEarlierCells = syntax.inheritedNames.contains(where: isHeld)
    }

    /// What a cell that is being written may come to use: all that is added to types it can see.
    init(ofDraft syntax: CellSyntax, naming names: Set<String>, in scope: SessionScope) {
        var draft = syntax
        draft.mention(names.union(scope.extending.flatMap(\.addition.names)))
        self.init(of: draft, in: scope)
    }

    /// The cell that holds a variable which the cell means before it declares one of that name itself.
    func cellOfVariable(_ name: String) -> Int? { variableCells[name] }

    /// What makes references mean the variables of the cells that hold them.
    func qualifications(of references: [EarlierReferences.Reference]) -> [Insertion] {
        references.compactMap { reference in
            cellOfVariable(reference.name).map { Insertion(offset: reference.offset, text: CellModule.name($0) + ".") }
        }
    }

    /// The same view without the types of certain cells that it does not name, if there are such.
    func without(typesOf cells: Set<Int>) -> CellView? {
        var other = self
        other.typeSources.subtract(cells)
        return other.typeSources == typeSources ? nil : other
    }

    private mutating func list(_ scope: SessionScope) {
        for (name, list) in scope.holders.sorted(by: { $0.key < $1.key }) {
            guard let holder = list.last else { continue }
            listed.append((name, holder, scope.runs[holder.cell]?.file ?? ""))
            guard holder.kind == .variable else { continue }
            add(holder.cell, in: scope)
            nameLines.append(CellModule.importLine(holder.cell, kind: .variable, name: name))
        }
    }

    private mutating func add(_ cell: Int, in scope: SessionScope) {
        neededCells.insert(cell)
        typeSources.formUnion(scope.runs[cell]?.typeSources ?? [])
    }

    /// Adds the cells that extend types in a way that the cell may use, and returns them.
    private mutating func addExtensions(
        for syntax: CellSyntax, among extending: [SessionScope.Extending], in scope: SessionScope
    ) -> [Int] {
        var others = extending
        var found: Set<Int> = []
        // What one extension brings may be of a type that another extends.
        while true {
            let used = others.filter { extending in
                let addition = extending.addition
                let isSeen = extending.extendedCell.map(typeSources.contains) ?? true
                return isSeen && (addition.isNameless || !addition.names.isDisjoint(with: syntax.mentions))
            }
            if used.isEmpty { return found.sorted() }
            for extending in used { add(extending.cell, in: scope) }
            found.formUnion(used.map(\.cell))
            others.removeAll { found.contains($0.cell) }
        }
    }

    /// What a name of earlier cells means in the cell: nothing where the cell declares the name itself, but for functions
    /// with other parameters, and for what it mentions before its own declaration.
    private static func holders(
        of name: String, for syntax: CellSyntax, in scope: SessionScope
    ) -> [SessionScope.Holder] {
        guard let earlier = scope.holders[name], !earlier.isEmpty else { return [] }
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
}

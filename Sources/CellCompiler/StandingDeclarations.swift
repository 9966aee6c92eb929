/// What a further run of a cell shares with the earlier one: the types, extensions and operators that it leaves as they
/// are, and which mean the same.
struct KeptDeclarations: Sendable {
    /// Where they stand in the new text, as UTF-8 offsets.
    var ranges: [Range<Int>] = []
    var texts: Set<String> = []
    /// The types among them, as the earlier runs declare them.
    var types: [String: SessionScope.Holder] = [:]
    /// The runs that declare them.
    var cells: Set<Int> = []
    var mentions: Set<String> = []
}

/// For each cell, the types, extensions and operators that it declares and a further run of it need not declare anew.
///
/// A type that is declared again, even by the same text, is another type: functions of other cells would refuse its
/// values. So what can stay does. It must mention nothing that means something else by now, and no variable or function
/// of the cell itself, as those are made anew. A type stays with all that the cell adds to it, or not at all. And as
/// nothing but the whole module brings what a cell adds to the types of others, all of that must stay, or nothing does.
struct StandingDeclarations: Sendable {
    private struct Entry: Sendable {
        var declaration: LastingDeclaration
        /// The run that declares it.
        var cell: Int
        /// What it mentions of other cells, by the runs that hold it.
        var meanings: [String: Set<Int>]
        var canStay: Bool
    }

    private var entries: [String: [Entry]] = [:]

    /// The runs that declare what may stay.
    var cells: Set<Int> { Set(entries.values.joined().map(\.cell)) }

    /// Takes note of a run.
    ///
    /// - Parameters:
    ///   - syntax: The cell as it was compiled, without what it kept.
    ///   - holders: What names meant to it.
    mutating func add(
        _ syntax: CellSyntax, number: Int, cellID: String, kept: KeptDeclarations,
        holders: [String: [SessionScope.Holder]]
    ) {
        let stayed = entries[cellID]?.filter { kept.texts.contains($0.declaration.text) } ?? []
        let own = syntax.declarations
        let remade = Set(own.filter { $0.kind == .variable || $0.kind == .function }.map(\.name))
        let names = Set(own.map(\.name)).union(kept.types.keys)
        let new = syntax.lastingDeclarations.map { declaration in
            Entry(
                declaration: declaration, cell: number,
                meanings: meanings(of: declaration.mentions.subtracting(names), in: holders),
                canStay: declaration.canStay && declaration.mentions.isDisjoint(with: remade))
        }
        entries[cellID] = stayed.isEmpty && new.isEmpty ? nil : stayed + new
    }

    /// Code that used a variable or a function of certain cells uses that of another from now on.
    mutating func rebind(_ name: String, of cells: Set<Int>, to cell: Int) {
        for (cellID, list) in entries {
            for (index, entry) in list.enumerated() {
                guard let held = entry.meanings[name], !held.isDisjoint(with: cells) else { continue }
                entries[cellID]![index].meanings[name] = held.subtracting(cells).union([cell])
            }
        }
    }

    /// What a further run of the cell keeps.
    func kept(
        by syntax: CellSyntax, cellID: String, holders: [String: [SessionScope.Holder]]
    ) -> KeptDeclarations {
        guard let known = entries[cellID] else { return KeptDeclarations() }
        let names = Set(syntax.declarations.map(\.name))
        let remade = Set(syntax.declarations.filter { $0.kind == .variable || $0.kind == .function }.map(\.name))
        let new = Dictionary(
            syntax.lastingDeclarations.map { ($0.text, $0) }, uniquingKeysWith: { first, _ in first })
        var staying = known.filter { entry in
            entry.canStay && new[entry.declaration.text] != nil
                && entry.declaration.mentions.isDisjoint(with: remade)
                && entry.meanings == meanings(of: entry.declaration.mentions.subtracting(names), in: holders)
        }
        // What does not stay takes with it what mentions it or belongs to it.
        let types = Set((known.map(\.declaration) + syntax.lastingDeclarations).compactMap(\.subject.declaredType))
        while true {
            let texts = Set(staying.map(\.declaration.text))
            let others = known.map(\.declaration).filter { !texts.contains($0.text) }
            if others.contains(where: { !$0.subject.belongs(toAnyOf: types) }) { return KeptDeclarations() }
            let leaving = (others + syntax.lastingDeclarations.filter { !texts.contains($0.text) })
                .compactMap { $0.subject.belongs(toAnyOf: types) ? $0.subject.typeName : nil }
            let rest = staying.filter { $0.declaration.mentions.isDisjoint(with: leaving) }
            if rest.count == staying.count { break }
            staying = rest
        }
        return staying.reduce(into: KeptDeclarations()) { kept, entry in
            let declaration = new[entry.declaration.text]!
            kept.ranges.append(declaration.range)
            kept.texts.insert(declaration.text)
            kept.cells.insert(entry.cell)
            kept.mentions.formUnion(declaration.mentions)
            if case .type(let name, let kind) = declaration.subject {
                kept.types[name] = SessionScope.Holder(cell: entry.cell, kind: kind, signatures: [])
            }
        }
    }

    /// The runs that hold what names mean.
    private func meanings(of names: Set<String>, in holders: [String: [SessionScope.Holder]]) -> [String: Set<Int>] {
        names.reduce(into: [:]) { meanings, name in
            guard let held = holders[name], !held.isEmpty else { return }
            meanings[name] = Set(held.map(\.cell))
        }
    }
}

extension LastingDeclaration.Subject {
    fileprivate var typeName: String? {
        switch self {
        case .type(let name, _), .extension(of: let name): name
        case .other: nil
        }
    }

    fileprivate var declaredType: String? {
        if case .type(let name, _) = self { name } else { nil }
    }

    /// Whether it is one of the types, or an extension of one.
    fileprivate func belongs(toAnyOf types: Set<String>) -> Bool {
        typeName.map(types.contains) ?? false
    }
}

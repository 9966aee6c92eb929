/// Who declares what a later cell may declare again: members of types, operators and conformances, which no import of
/// single names tells apart.
struct Redeclarations: Sendable {
    private struct Conformance: Sendable {
        var cell: Int
        /// Whether the cell declares the type, too.
        var isOfOwnType: Bool
    }

    private var members: [String: Int] = [:]
    private var conformances: [String: Conformance] = [:]

    mutating func add(_ syntax: CellSyntax, number: Int, replacing earlier: Set<Int>, kept: Set<Int>) {
        let gone = earlier.subtracting(kept)
        if !gone.isEmpty {
            members = members.filter { !gone.contains($0.value) }
            conformances = conformances.filter { !gone.contains($0.value.cell) }
        }
        for key in syntax.memberKeys { members[key] = number }
        let own = Set(syntax.declarations.map(\.name))
        for key in syntax.conformanceKeys {
            let type = key.prefix { $0 != ":" && $0 != "." }
            conformances[key] = Conformance(cell: number, isOfOwnType: own.contains(String(type)))
        }
    }

    /// What a cell takes the place of.
    ///
    /// - Parameters:
    ///   - earlier: The cell's runs before this one, which it replaces as a whole.
    ///   - kept: Those of them that it shares declarations with.
    func amendments(
        for syntax: CellSyntax, replacing earlier: Set<Int>, kept: Set<Int>, holders: [String: [SessionScope.Holder]],
        runs: ImportableRuns
    ) -> [Amendment] {
        let gone = earlier.subtracting(kept)
        var found: [Int: Amendment] = [:]
        for key in syntax.memberKeys {
            guard let cell = members[key], !gone.contains(cell) else { continue }
            found[cell, default: Amendment(cell: cell)].overloads.insert(key)
        }
        let functions = Dictionary(grouping: syntax.declarations.filter { $0.kind == .function }, by: \.name)
        for (name, own) in functions {
            let signatures = Set(own.map(\.signature))
            for holder in holders[name] ?? [] where holder.kind == .function && !gone.contains(holder.cell) {
                let replaced = holder.signatures.intersection(signatures)
                if replaced.isEmpty || replaced == holder.signatures { continue }
                let keys = replaced.map { OverloadKeys.key(ofFunction: name, signature: $0) }
                found[holder.cell, default: Amendment(cell: holder.cell)].overloads.formUnion(keys)
            }
        }
        for (key, conformance) in conformances {
            // The runs that this one replaces are out of view, but for cells that need their modules.
            let isInTheWay =
                gone.contains(conformance.cell)
                ? !conformance.isOfOwnType && runs.isNeeded(conformance.cell, besides: earlier)
                : syntax.conformanceKeys.contains(key)
            if isInTheWay {
                found[conformance.cell, default: Amendment(cell: conformance.cell)].conformances.insert(key)
            }
        }
        return found.values.sorted { $0.cell < $1.cell }
    }

    mutating func forgetRuns(besides runs: ImportableRuns) {
        if members.contains(where: { !runs.contains($0.value) }) {
            members = members.filter { runs.contains($0.value) }
        }
        if conformances.contains(where: { !runs.contains($0.value.cell) }) {
            conformances = conformances.filter { runs.contains($0.value.cell) }
        }
    }
}

/// The runs whose modules a cell may come to import: by a name that they hold, or because such a module imports them.
struct ImportableRuns: Sendable {
    struct Run: Sendable {
        /// What diagnostics call it, as in "In[5]".
        var file: String
        /// The runs whose modules it imports.
        var needs: Set<Int>
        /// The runs whose types its declarations may be of: its own needs and theirs.
        var typeSources: Set<Int>
    }

    private var runs: [Int: Run] = [:]

    subscript(number: Int) -> Run? {
        get { runs[number] }
        set { runs[number] = newValue }
    }

    var numbers: Set<Int> { Set(runs.keys) }

    func contains(_ number: Int) -> Bool { runs[number] != nil }

    /// Whether a run's module is imported by that of a run which is not among certain ones.
    func isNeeded(_ number: Int, besides others: Set<Int>) -> Bool {
        runs.contains { $0.value.needs.contains(number) && !others.contains($0.key) }
    }

    /// Forgets the runs that neither are used nor needed by what is used.
    mutating func forget(allBut used: Set<Int>) {
        var reached = used
        var front = Array(used)
        while let number = front.popLast() {
            guard let run = runs[number] else { continue }
            front += run.needs.union(run.typeSources).filter { reached.insert($0).inserted }
        }
        guard runs.keys.contains(where: { !reached.contains($0) }) else { return }
        runs = runs.filter { reached.contains($0.key) }
    }
}

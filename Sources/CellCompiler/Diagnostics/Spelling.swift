/// Tells which names a misspelled one may stand for.
package enum Spelling {
    /// Whether one name may be a slip of the other: one letter added, missing, wrong or swapped with the next for every
    /// four, or the wrong case.
    package static func isNear(_ name: String, to other: String) -> Bool {
        distance(name, other) <= allowed(for: name)
    }

    /// The nearest of the names that are near, in alphabetical order.
    package static func nearest(to name: String, in names: some Sequence<String>) -> [String] {
        let near = names.map { ($0, distance(name, $0)) }.filter { $0.1 <= allowed(for: name) }
        let best = near.map(\.1).min()
        return near.filter { $0.1 == best }.map(\.0).sorted()
    }

    /// What the compiler proposes at the end of a message for a name that it does not know.
    static func proposal(in message: String) -> (name: String, proposed: String)? {
        message.firstMatch(of: /'([^']+)'(?: in scope)?; did you mean '([^']+)'\?$/).map {
            (String($0.1), String($0.2))
        }
    }

    private static func allowed(for name: String) -> Int {
        name.count <= 2 ? 0 : max(1, name.count / 4)
    }

    /// How many characters must be added, removed, exchanged with a neighbour or replaced to make one text the other,
    /// whatever their case (the optimal string alignment distance).
    package static func distance(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first.lowercased()), Array(second.lowercased()))
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}

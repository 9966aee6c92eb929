/// Says what the compiler says in names that the learner knows: types and cells, not the modules of cells.
struct LearnersNames {
    let texts: CellTexts

    /// The message without the names of cells' modules. Where two types differ in nothing else, it says which cells
    /// hold them.
    func told(_ message: String) -> String {
        guard message.contains("Cell_") else { return message }
        let message = message.replacing(/module 'Cell_(\d+)'/) { match in
            Int(match.1).flatMap { texts[$0]?.file } ?? "an earlier cell"
        }
        guard !ambiguousTypes(in: message).isEmpty else { return CellModule.removingNames(from: message) }
        let told = message.replacing(/'([^']*\bCell_\d+\.[^']*)'/) { match in
            let holders = match.1.matches(of: /Cell_(\d+)\.(\w+)/).compactMap { type in
                Int(type.1).flatMap { texts[$0] }.map { (name: type.2, file: $0.file) }
            }
            let text = CellModule.removingNames(from: String(match.1))
            let cells = holders.map { $0.name == text ? "of \($0.file)" : "\($0.name) of \($0.file)" }
            if cells.count == 1, cells[0].hasPrefix("of ") { return "'\(text)' \(cells[0])" }
            return "'\(text)'" + (cells.isEmpty ? "" : " (\(cells.joined(separator: ", ")))")
        }
        // Where modules tell types apart, the compiler names all of them.
        return CellModule.removingNames(from: told).replacing(/\bSwift\.(?=[A-Z])/, with: "")
    }

    /// The names of types that the message calls by two cells' modules.
    private func ambiguousTypes(in message: String) -> [String: Set<Int>] {
        let types = message.matches(of: /Cell_(\d+)\.(\w+)/).map { (cell: Int($0.1) ?? 0, name: String($0.2)) }
        return Dictionary(grouping: types, by: \.name).mapValues { Set($0.map(\.cell)) }.filter { $0.value.count > 1 }
    }
}

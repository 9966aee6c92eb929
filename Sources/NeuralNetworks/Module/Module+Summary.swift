/// Columns of text, left-aligned and two spaces apart.
struct TextTable {
    let header: [String]
    let rows: [[String]]

    var text: String {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            var text = ""
            for (column, cell) in row.enumerated() {
                let padding = column == row.count - 1 ? 0 : widths[column] - cell.count + 2
                text += cell + String(repeating: " ", count: padding)
            }
            return text
        }
        let rule = String(repeating: "-", count: widths.reduce(0, +) + 2 * (widths.count - 1))
        return ([line(header), rule] + rows.map(line)).joined(separator: "\n")
    }
}

/// One layer of a summary.
public struct LayerSummary: Sendable {
    /// The dotted name; empty for the module itself.
    public let name: String
    /// What the layer is, such as `Linear(64 → 32)`.
    public let layer: String
    /// The shapes of its own parameters by their own names.
    public let shapes: [String]
    /// The trainable numbers of its own, without those of modules inside it.
    public let parameterCount: Int
}

extension Module: CustomStringConvertible {
    /// The modules that hold no other modules, or parameters of their own.
    public var layerSummaries: [LayerSummary] {
        let parameters = namedParameters
        let modules = namedModules
        return modules.compactMap { name, module in
            let prefix = name.isEmpty ? "" : name + "."
            let own = parameters.filter { parameter in
                let owner = modules.filter { inner, _ in
                    inner.isEmpty || parameter.name.hasPrefix(inner + ".")
                }.max { $0.name.utf8.count < $1.name.utf8.count }
                return owner?.name == name
            }
            let isContainer = modules.contains { $0.name != name && (name.isEmpty || $0.name.hasPrefix(prefix)) }
            if isContainer && own.isEmpty { return nil }
            return LayerSummary(
                name: name, layer: module.layerDescription,
                shapes: own.map { name, parameter in
                    let shape = parameter.isInitialized ? "\(parameter.value.shape)" : "(by the first input)"
                    return "\(name.dropFirst(prefix.count)) \(shape)\(parameter.isFrozen ? " frozen" : "")"
                },
                parameterCount: own.reduce(0) { $0 + $1.parameter.count })
        }
    }

    /// A table of the layers with their parameters' shapes and counts.
    public var summary: String {
        let rows = layerSummaries.map {
            [$0.name, $0.layer, $0.shapes.joined(separator: ", "), "\($0.parameterCount)"]
        }
        let table = TextTable(header: ["name", "layer", "shapes", "parameters"], rows: rows).text
        return "\(type(of: self))\n\(table)\ntotal: \(parameterCount) parameters"
    }

    public var description: String { summary }
}

public import NeuralNetworks
public import NotebookDisplay

extension ModuleSummary: MIMERepresentable {
    /// A table of the layers with the shapes of their outputs, their parameters and their memory.
    public var mimeBundle: MIMEBundle {
        var table = Table(
            title: "\(model), input \(inputShape)",
            columns: [
                .init(header: "name"), .init(header: "layer"), .init(header: "output"),
                .init(header: "parameters", isNumeric: true), .init(header: "memory", isNumeric: true),
            ])
        table.rows = rows.map { row in
            [
                .code(row.name.isEmpty ? "–" : row.name), .text(row.layer), .text("\(row.outputShape)"),
                .text(row.parameterCount == 0 ? "–" : grouped(row.parameterCount)),
                .text(bytes(row.parameterBytes + row.outputBytes)),
            ]
        }
        table.footer = totals
        var bundle = table.bundle
        bundle[.plainText] = .text(description)
        return bundle
    }
}

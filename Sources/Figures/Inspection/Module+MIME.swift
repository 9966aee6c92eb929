public import NeuralNetworks
public import NotebookDisplay

extension Module: MIMERepresentable {
    /// A table of the layers with the shapes and counts of their parameters.
    public var mimeBundle: MIMEBundle {
        var bundle = table.bundle
        bundle[.plainText] = .text(summary)
        return bundle
    }

    private var table: Table {
        var table = Table(
            title: typeName(of: type(of: self)),
            columns: [
                .init(header: "name"), .init(header: "layer"), .init(header: "parameters"),
                .init(header: "count", isNumeric: true),
            ])
        table.rows = layerSummaries.map { layer in
            [
                .code(layer.name.isEmpty ? "–" : layer.name), .text(layer.layer),
                .text(layer.shapes.joined(separator: ", ")),
                .text(layer.parameterCount == 0 ? "–" : grouped(layer.parameterCount)),
            ]
        }
        table.footer = "\(grouped(parameterCount)) parameters"
        return table
    }
}

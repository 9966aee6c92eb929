public import NotebookDisplay
public import Tensors

extension ComputationGraph: MIMERepresentable {
    /// The graph as a table, a row for each node.
    public var mimeBundle: MIMEBundle {
        let (headers, rows) = cells
        var table = Table(title: "", columns: headers.map { Table.Column(header: $0, isNumeric: $0 == "node") })
        table.rows = rows.map { $0.map { .text($0) } }
        return table.bundle
    }
}

extension Table {
    init<Rows: Collection>(_ rows: Rows, columns: [DataColumn<Rows.Element>], title: String, rowLimit: Int) {
        let count = rows.count
        let isShortened = count > rowLimit
        // Only what is shown is looked at: a table of a million rows is as fast as one of twenty.
        let first = rows.prefix(isShortened ? (rowLimit + 1) / 2 : count)
        let last = rows.suffix(isShortened ? rowLimit / 2 : 0)
        let shown = Array(first) + Array(last)
        let records = shown.map(Record.init)
        let columns = columns.isEmpty ? Record.labels(of: records).map { DataColumn<Rows.Element>($0) } : columns
        let values = columns.map { column in
            zip(shown, records).map { row, record in
                (column.value.map { $0(row) } ?? record[column.header]).flatMap(flattened)
            }
        }
        self.init(
            title: title,
            columns: zip(columns, values).map { Column(header: $0.header, isNumeric: $1.areNumbers) })
        let cells = values.map { values in
            let decimals = values.commonDecimals
            return values.map { Cell($0, decimals: decimals) }
        }
        self.rows = shown.indices.map { row in cells.map { $0[row] } }
        if isShortened {
            self.rows.insert(columns.map { _ in .text("⋯") }, at: first.count)
            footer = "\(grouped(count)) rows × \(columns.count) column\(columns.count == 1 ? "" : "s")"
        } else if count == 0 {
            footer = "no rows"
        }
    }
}

extension [Any?] {
    fileprivate var areNumbers: Bool {
        let values = compactMap { $0 }
        return !values.isEmpty && values.allSatisfy { $0 is any Numeric }
    }

    /// The same for all numbers of the column that have a point.
    fileprivate var commonDecimals: Int? {
        NotebookDisplay.commonDecimals(of: compactMap { ($0 as? any BinaryFloatingPoint).map { Double($0) } })
    }
}

/// The fields of one row.
private struct Record {
    let labels: [String]
    let values: [String: Any]

    init(_ row: Any) {
        guard let row = flattened(row) else {
            labels = []
            values = [:]
            return
        }
        if let row = row as? [String: Any] {
            labels = row.keys.sorted()
            values = row
            return
        }
        let style = Mirror(reflecting: row).displayStyle
        let hasFields = style == .struct || style == .class || style == .tuple
        let fields = hasFields && !(row is any Numeric || row is any StringProtocol) ? fields(of: row) : []
        let named = fields.isEmpty ? [("value", row)] : fields
        labels = named.map(\.0)
        values = Dictionary(named.map { ($0.0, $0.1) }) { first, _ in first }
    }

    subscript(label: String) -> Any? { values[label] }

    /// Those of all rows, each where it first appears.
    static func labels(of records: [Record]) -> [String] {
        var seen: Set<String> = []
        return records.flatMap(\.labels).filter { seen.insert($0).inserted }
    }
}

/// A table of values that all have the same fields: a row for each, a column for each stored property.
///
/// ```swift
/// struct Student { var name: String; var score: Double? }
/// DataTable(students)
/// DataTable(students, columns: ["name", DataColumn("passed") { ($0.score ?? 0) >= 50 }], title: "Spring")
/// ```
///
/// Columns of numbers are aligned right. A long table shows its first and its last rows and how many there are in all.
/// Rows may be structs, classes, tuples with labels, or dictionaries; anything else makes a single column. A picture
/// among the fields is shown as one.
public struct DataTable: MIMERepresentable {
    private let table: Table

    /// - Parameters:
    ///   - columns: Which columns there are, in this order; by default one for each stored property. A name that no row
    ///     has a field of makes a column of dashes.
    ///   - rowLimit: How many rows are shown at most; half of them are the last ones.
    public init<Rows: Collection>(
        _ rows: Rows, columns: [DataColumn<Rows.Element>] = [], title: String = "", rowLimit: Int = 20
    ) {
        table = Table(rows, columns: columns, title: title, rowLimit: max(rowLimit, 1))
    }

    public var mimeBundle: MIMEBundle { table.bundle }
}

/// A column of a ``DataTable``: a stored property by its name, or what a closure or a key path makes of a row.
public struct DataColumn<Row>: ExpressibleByStringLiteral {
    let header: String
    /// Looks the header up among the row's fields where there is none.
    let value: ((Row) -> Any)?

    /// The stored property of that name.
    public init(_ name: String) {
        header = name
        value = nil
    }

    public init(stringLiteral name: String) { self.init(name) }

    /// `DataColumn("norm") { hypot($0.x, $0.y) }` or `DataColumn("length", \.count)`
    public init<Value>(_ header: String, _ value: @escaping (Row) -> Value) {
        self.header = header
        self.value = { value($0) }
    }
}

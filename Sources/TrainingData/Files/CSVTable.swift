public import NotebookDisplay
public import Tensors

/// A table of text, read from a file of comma-separated values as RFC 4180 describes them.
///
/// ```swift
/// let table = try CSVTable(contentsOf: "iris.csv")
/// let flowers = try table.labelled(by: "species")
/// let (train, test) = flowers.stratifiedSplit(test: 0.2)
/// ```
public struct CSVTable: Sendable {
    /// Where it comes from, for errors.
    private let path: String
    /// The names of the columns.
    public let columnNames: [String]
    /// The number of rows.
    public let rowCount: Int
    /// Row after row.
    private let fields: [String]
    /// The line on which each row starts.
    private let lines: [Int]

    /// Reads a file, packed with gzip or not.
    ///
    /// - Parameters:
    ///   - delimiter: What stands between fields: one ASCII character.
    ///   - hasHeader: Whether the first line has the columns' names; else they are called `0`, `1`, …
    ///   - limit: The most bytes that it may have.
    /// - Throws: ``DataError`` with the line and column for what is no such table: rows of different lengths, names that come
    ///   twice, quotes that do not match, bytes that are no UTF-8, or no line at all.
    public init(
        contentsOf path: String, delimiter: Character = ",", hasHeader: Bool = true, limit: Int = 1 << 32
    ) throws(DataError) {
        try self.init(try ByteSource(path).readAll(limit: limit), path, delimiter, hasHeader)
    }

    /// Reads a text; see `init(contentsOf:)`.
    public init(text: String, delimiter: Character = ",", hasHeader: Bool = true) throws(DataError) {
        try self.init(Array(text.utf8), "text", delimiter, hasHeader)
    }

    private init(_ bytes: [UInt8], _ path: String, _ delimiter: Character, _ hasHeader: Bool) throws(DataError) {
        guard let byte = delimiter.asciiValue, !"\"\r\n".utf8.contains(byte) else {
            shapeError("CSVTable", "the delimiter “\(delimiter)” is no ASCII character that may separate fields")
        }
        var parser = CSVParser(bytes, path: path, delimiter: byte)
        guard let first = try parser.next() else { throw DataError(path, "is empty") }
        var names = first.fields
        var (fields, lines): ([String], [Int]) = ([], [])
        if hasHeader {
            var seen: Set<String> = []
            if let index = names.firstIndex(where: { !seen.insert($0).inserted }) {
                throw DataError(path, line: first.line, column: index + 1, "“\(names[index])” names two columns")
            }
        } else {
            names = names.indices.map(String.init)
            fields = first.fields
            lines = [first.line]
        }
        while let record = try parser.next() {
            if record.fields.count != names.count {
                throw DataError(
                    path, line: record.line, "has \(record.fields.count) fields, the first line has \(names.count)")
            }
            fields += record.fields
            lines.append(record.line)
        }
        self.path = path
        columnNames = names
        self.fields = fields
        self.lines = lines
        rowCount = lines.count
    }

    /// The text in a row, from 0, of a column.
    public subscript(row: Int, column: Int) -> String {
        if !(0..<rowCount).contains(row) || !columnNames.indices.contains(column) {
            shapeError("CSVTable", "row \(row), column \(column) of \(rowCount) rows and \(columnNames.count) columns")
        }
        return fields[row * columnNames.count + column]
    }

    private func position(of column: String) throws(DataError) -> Int {
        if let position = columnNames.firstIndex(of: column) { return position }
        throw DataError(path, "has no column “\(column)”; there are \(columnNames.joined(separator: ", "))")
    }

    /// The texts of a column.
    public func strings(_ column: String) throws(DataError) -> [String] {
        let position = try position(of: column)
        return (0..<rowCount).map { self[$0, position] }
    }

    /// The numbers of columns, [rows, columns].
    ///
    /// - Parameters:
    ///   - columns: Which ones, in this order; all if `nil`.
    ///   - missing: What to put where a field is empty; an empty field is an error if `nil`.
    /// - Throws: ``DataError`` with the line and column of a field that is no number.
    public func tensor(
        _ columns: [String]? = nil, missing: Double? = nil, dtype: DType = .float32
    ) throws(DataError) -> Tensor {
        var positions: [Int] = []
        for column in columns ?? columnNames { positions.append(try position(of: column)) }
        var numbers: [Double] = []
        numbers.reserveCapacity(rowCount * positions.count)
        for row in 0..<rowCount {
            for position in positions { numbers.append(try number(row, position, missing)) }
        }
        return Tensor(numbers, shape: [rowCount, positions.count], dtype: dtype)
    }

    private func number(_ row: Int, _ column: Int, _ missing: Double?) throws(DataError) -> Double {
        let text = trimmed(self[row, column])
        if let number = Double(text) { return number }
        if text.isEmpty, let missing { return missing }
        let what = text.isEmpty ? "is empty, a number is wanted" : "“\(text)” is no number"
        throw DataError(path, line: lines[row], column: column + 1, "\(columnNames[column]): \(what)")
    }

    /// The rows as samples with classes.
    ///
    /// - Parameters:
    ///   - column: The column with the class of each row. The classes are the different texts in it, in their order; whole
    ///     numbers are ordered as numbers.
    ///   - features: The columns with numbers; all others if `nil`.
    ///   - missing: What to put where a number is missing; that is an error if `nil`.
    public func labelled(
        by column: String, features: [String]? = nil, missing: Double? = nil
    ) throws(DataError) -> LabelledData {
        let texts = try strings(column).map { String(trimmed($0)) }
        if let row = texts.firstIndex(of: "") {
            let position = try position(of: column)
            throw DataError(path, line: lines[row], column: position + 1, "\(column): is empty, a class is wanted")
        }
        var names = Set(texts).sorted()
        if names.allSatisfy({ Int($0) != nil }) { names.sort { Int($0)! < Int($1)! } }
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        return LabelledData(
            inputs: try tensor(features ?? columnNames.filter { $0 != column }, missing: missing),
            labels: texts.map { numbers[$0]! }, classNames: names)
    }

    /// The rows as samples with numbers to predict.
    ///
    /// - Parameters:
    ///   - targets: The columns to predict.
    ///   - features: The columns to predict from; all others if `nil`.
    ///   - missing: What to put where a number is missing; that is an error if `nil`.
    public func regression(
        targets: [String], features: [String]? = nil, missing: Double? = nil
    ) throws(DataError) -> RegressionData {
        RegressionData(
            inputs: try tensor(features ?? columnNames.filter { !targets.contains($0) }, missing: missing),
            targets: try tensor(targets, missing: missing))
    }
}

extension CSVTable: MIMERepresentable {
    /// The first and the last rows as a table.
    public var mimeBundle: MIMEBundle {
        DataTable(
            0..<rowCount,
            columns: columnNames.enumerated().map { column, name in DataColumn(name) { row in self[row, column] } }
        ).mimeBundle
    }
}

private func trimmed(_ text: String) -> Substring {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    var text = text.drop(while: isSpace)
    while text.last.map(isSpace) == true { text.removeLast() }
    return text
}

internal import Synchronization

/// Where the elements of a sparse matrix stand, in order of their rows and columns.
final class SparsePattern: Sendable {
    let rowCount: Int
    let columnCount: Int
    let rows: [Int]
    let columns: [Int]
    /// Where each row begins, and where the last one ends.
    let starts: [Int]
    /// The elements in order of their columns, for the transposed matrix.
    let transposedOrder: [Int]
    private let cachedTransposed = Mutex<SparsePattern?>(nil)

    init(rowCount: Int, columnCount: Int, rows: [Int], columns: [Int]) {
        (self.rowCount, self.columnCount) = (rowCount, columnCount)
        (self.rows, self.columns) = (rows, columns)
        starts = SparsePattern.starts(rows, rowCount)
        var next = SparsePattern.starts(columns, columnCount)
        var order = [Int](repeating: 0, count: columns.count)
        for (index, column) in columns.enumerated() {
            order[next[column]] = index
            next[column] += 1
        }
        transposedOrder = order
    }

    private static func starts(_ sorted: [Int], _ count: Int) -> [Int] {
        var starts = [Int](repeating: 0, count: count + 1)
        for position in sorted { starts[position + 1] += 1 }
        for index in 0..<count { starts[index + 1] += starts[index] }
        return starts
    }

    /// The same places with rows and columns exchanged, made once: each backward pass wants them.
    var transposed: SparsePattern {
        cachedTransposed.withLock { cached in
            if let cached { return cached }
            let made = SparsePattern(
                rowCount: columnCount, columnCount: rowCount, rows: transposedOrder.map { columns[$0] },
                columns: transposedOrder.map { rows[$0] })
            cached = made
            return made
        }
    }
}

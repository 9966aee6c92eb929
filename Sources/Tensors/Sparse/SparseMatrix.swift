/// A matrix that holds only its elements that are not zero, by compressed rows (CSR): the adjacency matrix of a graph, for
/// instance.
///
/// ```swift
/// let edges = SparseMatrix(rows: [0, 0, 2], columns: [1, 2, 0], values: Tensor([1, 1, 1]), shape: [3, 3])
/// let sums = edges.matmul(features)  // for each node the sum of its neighbours' features
/// ```
public struct SparseMatrix: Sendable {
    let pattern: SparsePattern
    /// The elements in the order of their rows, and of their columns within a row; may ask for gradients.
    public let values: Tensor

    init(_ pattern: SparsePattern, _ values: Tensor) {
        self.pattern = pattern
        self.values = values
    }

    /// The elements `values[i]` at row `rows[i]` and column `columns[i]`; several for the same place add up.
    ///
    /// - Parameters:
    ///   - values: A vector as long as the positions. Gradients go through it; integers become float32.
    ///   - shape: The numbers of rows and columns.
    public init(rows: [Int], columns: [Int], values: Tensor, shape: Shape) {
        if shape.rank != 2 || shape.contains(where: { $0 < 0 }) {
            shapeError("SparseMatrix", "shape \(shape) is no matrix")
        }
        if rows.count != columns.count || values.shape != [rows.count] {
            shapeError(
                "SparseMatrix",
                "\(rows.count) rows, \(columns.count) columns, values \(values.shape) (as many are wanted)")
        }
        for (name, positions, length) in [("row", rows, shape[0]), ("column", columns, shape[1])] {
            for position in positions where position < 0 || position >= length {
                shapeError("SparseMatrix", "\(name) \(position) is out of range for shape \(shape)")
            }
        }
        let keys = zip(rows, columns).map { $0 * shape[1] + $1 }
        let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        var places: [Int] = []
        var targets = [Int](repeating: 0, count: keys.count)
        for index in order {
            if places.last != keys[index] { places.append(keys[index]) }
            targets[index] = places.count - 1
        }
        pattern = SparsePattern(
            rowCount: shape[0], columnCount: shape[1], rows: places.map { $0 / shape[1] },
            columns: places.map { $0 % shape[1] })
        let numbers = values.floating
        self.values =
            targets == Array(targets.indices) ? numbers : numbers.scatterAdded(rows: targets, into: [places.count])
    }

    /// The elements of a matrix that are not zero.
    public init(_ dense: Tensor) {
        if dense.rank != 2 { shapeError("SparseMatrix", "shape \(dense.shape) is no matrix") }
        let (rows, columns) = (dense.nonzero()[0].array(of: Int.self), dense.nonzero()[1].array(of: Int.self))
        pattern = SparsePattern(
            rowCount: dense.shape[0], columnCount: dense.shape[1], rows: rows, columns: columns)
        values = dense.floating.reshape(-1).gathered(checkedRows: zip(rows, columns).map { $0 * dense.shape[1] + $1 })
    }

    /// The numbers of rows and columns.
    public var shape: Shape { [pattern.rowCount, pattern.columnCount] }

    /// The number of elements that are held.
    public var count: Int { pattern.rows.count }

    /// The type of the elements.
    public var dtype: DType { values.dtype }

    /// The row of each element.
    public var rows: [Int] { pattern.rows }

    /// The column of each element.
    public var columns: [Int] { pattern.columns }

    /// The matrix with all its zeros; recorded.
    public var dense: Tensor {
        let places = zip(rows, columns).map { $0 * pattern.columnCount + $1 }
        return values.scatterAdded(rows: places, into: [shape.elementCount]).reshape(shape)
    }

    /// Rows and columns exchanged.
    public func transposed() -> SparseMatrix {
        SparseMatrix(pattern.transposed, values.gathered(checkedRows: pattern.transposedOrder))
    }

    /// The elements times the number of their row in `factors`: diag(factors) · S.
    public func scalingRows(by factors: Tensor) -> SparseMatrix {
        if factors.shape != [pattern.rowCount] {
            shapeError("scalingRows", "factors \(factors.shape) for a matrix of shape \(shape)")
        }
        return SparseMatrix(pattern, values * factors.gathered(checkedRows: rows))
    }

    /// The elements times the number of their column in `factors`: S · diag(factors).
    public func scalingColumns(by factors: Tensor) -> SparseMatrix {
        if factors.shape != [pattern.columnCount] {
            shapeError("scalingColumns", "factors \(factors.shape) for a matrix of shape \(shape)")
        }
        return SparseMatrix(pattern, values * factors.gathered(checkedRows: columns))
    }

    /// The sum of each row: the degrees of a graph's nodes.
    public func rowSums() -> Tensor { values.scatterAdded(rows: rows, into: [pattern.rowCount]) }
}

extension SparseMatrix: CustomStringConvertible {
    public var description: String { "SparseMatrix(shape: \(shape), \(count) elements, dtype: \(dtype))" }
}

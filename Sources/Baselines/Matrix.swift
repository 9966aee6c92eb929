internal import Tensors

/// Rows of float64 numbers.
struct Matrix: Sendable {
    let rows: Int
    let columns: Int
    var values: [Double]

    init(rows: Int, columns: Int, values: [Double]) {
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// The numbers of [samples, features], which must be finite.
    init(_ tensor: Tensor, _ model: String) {
        if tensor.rank != 2 {
            shapeError(
                model, "inputs \(tensor.shape); [samples, features] is wanted (flattened(from: 1) makes rows of images)"
            )
        }
        rows = tensor.shape[0]
        columns = tensor.shape[1]
        values = tensor.scalars()
        if columns == 0 { shapeError(model, "inputs \(tensor.shape) have no features") }
        if let index = values.firstIndex(where: { !$0.isFinite }) {
            shapeError(model, "row \(index / columns), column \(index % columns) of the inputs is \(values[index])")
        }
    }

    /// `init(_:_:)`, with as many features as the model was fitted to.
    init(_ tensor: Tensor, features: Int, _ model: String) {
        self.init(tensor, model)
        if columns != features {
            shapeError(model, "inputs \(tensor.shape); the model was fitted to \(features) features")
        }
    }

    subscript(row: Int, column: Int) -> Double { values[row * columns + column] }

    func row(_ row: Int) -> ArraySlice<Double> { values[(row * columns)..<((row + 1) * columns)] }

    var tensor: Tensor { Tensor(values, shape: [rows, columns], dtype: .float64) }
}

/// Σ (a - b)² over two rows.
func squaredDistance(_ a: Matrix, _ row: Int, _ b: Matrix, _ other: Int) -> Double {
    a.values.withUnsafeBufferPointer { first in
        b.values.withUnsafeBufferPointer { second in
            var sum = 0.0
            let (start, place) = (row * a.columns, other * b.columns)
            for column in 0..<a.columns {
                let difference = first[start + column] - second[place + column]
                sum += difference * difference
            }
            return sum
        }
    }
}

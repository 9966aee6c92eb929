internal import COpenBLAS

/// A batch of matrices in column-major order and float64, as LAPACK reads and overwrites them.
struct Matrices {
    let rows: Int
    let columns: Int
    let count: Int
    private let storage: Storage

    /// Matrices of zeros.
    init(count: Int, rows: Int, columns: Int) {
        (self.count, self.rows, self.columns) = (count, rows, columns)
        storage = Storage(byteCount: count * rows * columns * 8)
        storage.memory.initializeMemory(as: Double.self, repeating: 0, count: count * rows * columns)
    }

    /// A copy of the matrices in the last two axes.
    init(_ tensor: Tensor) {
        rows = tensor.shape[tensor.rank - 2]
        columns = tensor.shape[tensor.rank - 1]
        count = tensor.shape.dropLast(2).reduce(1, *)
        storage = tensor.detach().cast(to: .float64).matrixTransposed.packedStorage()
    }

    /// The memory of one matrix.
    subscript(index: Int) -> UnsafeMutablePointer<Double> {
        storage.memory.assumingMemoryBound(to: Double.self) + index * rows * columns
    }

    /// The matrices as a tensor of shape [batch, rows, columns].
    func tensor(_ batch: [Int]) -> Tensor {
        Tensor(storage, Shape(batch + [columns, rows]), .float64).matrixTransposed
    }
}

extension Tensor {
    /// The lengths of the axes before the last two.
    var batchShape: [Int] { Array(shape.dropLast(2)) }

    /// Traps unless the last two axes are matrices (square ones if asked for); a tensor of float32 or float64.
    func matrices(_ operation: String, square: Bool = false) -> Tensor {
        if rank < 2 { shapeError(operation, "shape \(shape) is no matrix (two axes or more are wanted)") }
        if square && shape[rank - 1] != shape[rank - 2] {
            shapeError(
                operation,
                "shape \(shape): \(shape[rank - 2]) ≠ \(shape[rank - 1]) (a matrix with as many rows as columns is wanted)"
            )
        }
        return floating
    }

    /// Traps unless all elements are finite: LAPACK's iterations may not end on others.
    func checkFinite(_ operation: String) {
        if !isFinite().all().item(as: Bool.self) {
            shapeError(operation, "the matrix has elements that are not finite")
        }
    }

    /// The symmetric part of matrices that are symmetric up to rounding; traps if they are not.
    func symmetric(_ operation: String) -> Tensor {
        let matrices = matrices(operation, square: true)
        matrices.checkFinite(operation)
        let flipped = matrices.matrixTransposed
        let difference = noGradient { (matrices.detach() - flipped.detach()).abs() }
        if count > 0 && difference.max().item() > 1e-4 * Swift.max(matrices.detach().abs().max().item(), 1e-300) {
            let place = positions(of: difference.argmax(), in: shape)
            var mirrored = place
            mirrored.swapAt(rank - 1, rank - 2)
            let value = { (at: [Int]) in at.reduce(matrices.detach()) { $0.selected(axis: 0, $1) }.item() }
            shapeError(
                operation,
                "the matrix is not symmetric: element \(place) is \(value(place)), element \(mirrored) is "
                    + "\(value(mirrored))")
        }
        return (matrices + flipped) * 0.5
    }

    /// Traps where LAPACK found a problem.
    static func check(_ info: blasint, _ operation: String, _ batch: Int, of count: Int, _ problem: String) {
        if info == 0 { return }
        if info < 0 { shapeError(operation, "LAPACK refuses argument \(-info)") }
        shapeError(operation, (count > 1 ? "matrix \(batch) of \(count) " : "the matrix ") + problem)
    }
}

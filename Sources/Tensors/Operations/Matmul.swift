internal import CKernels

final class Matmul: Operation, @unchecked Sendable {
    static let shared = Matmul()
    override var name: String { "matmul" }

    override func backward(_ pass: BackwardPass) {
        let (a, b) = (pass.input(0), pass.input(1))
        // Gradients that lie as the inputs do, which may be views of others, go on to these without a copy.
        pass.add(to: 0, Tensor.matrixProduct(pass.gradient, b.matrixTransposed, inOrderOf: a))
        pass.add(to: 1, Tensor.matrixProduct(a.matrixTransposed, pass.gradient, inOrderOf: b))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.sum { index, tangent in
            index == 0
                ? Tensor.matrixProduct(tangent, pass.input(1)) : Tensor.matrixProduct(pass.input(0), tangent)
        }
    }
}

/// x Wᵀ + b with the bias as the matrix product's start value.
final class LinearOperation: Operation, @unchecked Sendable {
    static let shared = LinearOperation()
    override var name: String { "linear" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.matmul(pass.input(1)))
        pass.add(to: 1, pass.gradient.transposed().matmul(pass.input(0)))
        if pass.inputCount > 2 { pass.add(to: 2, pass.gradient.sum(axis: 0)) }
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.sum { index, tangent in
            switch index {
            case 0: tangent.linear(weight: pass.input(1))
            case 1: pass.input(0).linear(weight: tangent)
            default: tangent
            }
        }
    }
}

extension Tensor {
    /// The matrix product, as NumPy's `@`: matrices are the last two axes, those before them are batches and broadcast.
    /// A vector on the left counts as a row, one on the right as a column, and that axis is not in the result.
    public func matmul(_ other: Tensor) -> Tensor {
        if rank == 0 || other.rank == 0 {
            shapeError("matmul", "\(shape) · \(other.shape): a single number is no matrix (multiply it with *)")
        }
        if node.shape[rank - 1] != other.node.shape[Swift.max(0, other.rank - 2)] {
            let inner = (shape[rank - 1], other.shape[Swift.max(0, other.rank - 2)])
            shapeError(
                "matmul", "\(shape) · \(other.shape): \(inner.0) ≠ \(inner.1) (inner dimensions must agree)")
        }
        if dtype != other.dtype {
            let common = DType.promoted(dtype, other.dtype)
            return cast(to: common).matmul(other.cast(to: common))
        }
        if !dtype.isFloatingPoint && dtype != .int64 {
            return cast(to: .int64).matmul(other.cast(to: .int64)).cast(to: dtype)
        }
        if rank == 1 { return expandingDims(axis: 0).matmul(other).squeezing(axis: other.rank == 1 ? 0 : -2) }
        if other.rank == 1 { return matmul(other.expandingDims(axis: 1)).squeezing(axis: -1) }
        return Tensor.matrixProduct(self, other)
    }

    /// The products of the matrices in the last two of four axes or so, in memory in the order of the axes of `other`.
    package func matmul(keepingOrderOf other: Tensor) -> Tensor {
        if !dtype.isFloatingPoint || other.dtype != dtype || rank != other.rank || rank < 3 { return matmul(other) }
        return Tensor.matrixProduct(self, other, inOrderOf: other)
    }

    /// The products of each element with each of the other's, both read in row-major order: [m], [n] → [m, n].
    public func outer(_ other: Tensor) -> Tensor { reshape(-1, 1) * other.reshape(1, -1) }

    /// The sum of the products of the elements of two vectors of equal length.
    public func dot(_ other: Tensor) -> Tensor {
        if rank != 1 || other.rank != 1 {
            shapeError("dot", "\(shape) and \(other.shape) are not both vectors (matmul multiplies matrices)")
        }
        return matmul(other)
    }

    /// x Wᵀ + b for x [..., in], `weight` [out, in] and `bias` [out]: shape [..., out].
    public func linear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
        if !dtype.isFloatingPoint { return floating.linear(weight: weight, bias: bias) }
        if rank == 0 || weight.rank != 2 || shape[rank - 1] != weight.shape[1] {
            let features = rank == 0 ? "a single number" : "\(shape[rank - 1]) ≠ \(weight.shape[weight.rank - 1])"
            shapeError("linear", "input \(shape), weight \(weight.shape): \(features) (the last axes must agree)")
        }
        if let bias, bias.shape != [weight.shape[0]] {
            shapeError("linear", "bias \(bias.shape) for weight \(weight.shape): [\(weight.shape[0])] is wanted")
        }
        let common = DType.promoted(DType.promoted(dtype, weight.dtype), bias?.dtype ?? dtype)
        if dtype != common || weight.dtype != common || (bias?.dtype ?? common) != common {
            return cast(to: common).linear(weight: weight.cast(to: common), bias: bias?.cast(to: common))
        }
        if rank != 2 {
            var (shape, rows) = (shape, shape)
            shape[rank - 1] = weight.shape[0]
            rows.remove(at: rank - 1)
            let matrix = reshape(Tensor.matrix(rows.elementCount, weight.shape[1]))
            return matrix.linear(weight: weight, bias: bias).reshape(shape)
        }
        let result: Shape = Tensor.matrix(shape[0], weight.shape[0])
        let storage = Tensor.storage(result, dtype)
        if let bias {
            let row = bias.packed
            sl_repeat_row(result[1] * dtype.size, result[0], row.node.address, storage.memory)
        }
        gemm(Matrix(self, 0), Matrix(weight, 0).transposed, dtype, accumulate: bias != nil, storage.memory)
        guard let bias else { return Tensor(storage, result, dtype, by: LinearOperation.shared, self, weight) }
        return Tensor(storage, result, dtype, by: LinearOperation.shared, inputs: [self, weight, bias])
    }

    private static func matrix(_ rows: Int, _ columns: Int) -> Shape {
        var shape = Shape(rank: 2, repeating: rows)
        shape.lengths[1] = columns
        return shape
    }

    /// The product of two tensors of rank two or more whose inner lengths agree.
    ///
    /// - Parameter model: Where the result has more axes than two, they lie in memory in the order of this tensor's.
    static func matrixProduct(_ a: Tensor, _ b: Tensor, inOrderOf model: Tensor? = nil) -> Tensor {
        let dtype = a.dtype
        let (rows, columns) = (a.shape[a.rank - 2], b.shape[b.rank - 1])
        if a.rank == 2 && b.rank == 2 {
            let shape = matrix(rows, columns)
            let storage = Tensor.storage(shape, dtype)
            gemm(Matrix(a, 0), Matrix(b, 0), dtype, accumulate: false, storage.memory)
            return Tensor(storage, shape, dtype, by: Matmul.shared, a, b)
        }
        let (aBatch, bBatch) = (a.shape.batch, b.shape.batch)
        let batch = Shape.broadcast(aBatch, bBatch, "matmul")
        var shape = batch
        shape.append(rows)
        shape.append(columns)
        let storage = Tensor.storage(shape, dtype)
        if dtype.isFloatingPoint && rows > 1 && rows &* columns &* a.shape[a.rank - 1] < largestInBatch {
            let strides = model.map { shape.strides(inOrderOf: $0.node) } ?? shape.packedStrides
            MatrixBatch(a, in: batch).withKernel { left in
                MatrixBatch(b, in: batch).withKernel { right in
                    MatrixBatch(Tensor(storage, shape, dtype, strides: strides), in: batch).withKernel { out in
                        sl_multiply_batch(
                            dtype.kernel, batch.elementCount, rows, columns, a.shape[a.rank - 1], left, right, out)
                    }
                }
            }
            return Tensor(storage, shape, dtype, strides: strides, by: Matmul.shared, inputs: [a, b])
        }
        let aStrides = aBatch.stretched(a.node.strides, to: batch)
        let bStrides = bBatch.stretched(b.node.strides, to: batch)
        for index in 0..<batch.elementCount {
            var rest = index
            var (aOffset, bOffset) = (0, 0)
            for axis in (0..<batch.rank).reversed() {
                let position = rest % batch[axis]
                rest /= batch[axis]
                aOffset += position * aStrides[axis]
                bOffset += position * bStrides[axis]
            }
            let target = storage.memory + index * rows * columns * dtype.size
            gemm(Matrix(a, aOffset), Matrix(b, bOffset), dtype, accumulate: false, target)
        }
        return Tensor(storage, shape, dtype, by: Matmul.shared, a, b)
    }
}

/// One matrix in the last two axes of a tensor. The BLAS reads rows or columns that are packed; others are copied.
private struct Matrix {
    var owner: TensorNode
    var address: UnsafeRawPointer
    var rows: Int
    var columns: Int
    var rowStride: Int
    var columnStride: Int

    init(_ tensor: Tensor, _ offset: Int) {
        var node = tensor.node
        var offset = offset
        let rank = node.shape.rank
        rows = node.shape.lengths[rank - 2]
        columns = node.shape.lengths[rank - 1]
        let packedRows = node.strides.lengths[rank - 1] == 1 && node.strides.lengths[rank - 2] >= columns
        let packedColumns = node.strides.lengths[rank - 2] == 1 && node.strides.lengths[rank - 1] >= rows
        if !packedRows && !packedColumns && rows > 1 && columns > 1 {
            var single = Tensor.matrixView(tensor, offset)
            single = single.packed
            node = single.node
            offset = 0
        }
        owner = node
        address = UnsafeRawPointer(node.address + offset * node.dtype.size)
        rowStride = node.strides.lengths[node.shape.rank - 2]
        columnStride = node.strides.lengths[node.shape.rank - 1]
    }

    var transposed: Matrix {
        var copy = self
        swap(&copy.rows, &copy.columns)
        swap(&copy.rowStride, &copy.columnStride)
        return copy
    }

    /// How the BLAS reads it: as it is or transposed, with the distance between packed lines.
    var layout: sl_matrix? {
        let isPackedByRows = (columnStride == 1 || columns == 1) && (rowStride >= columns || rows == 1)
        let isPackedByColumns = (rowStride == 1 || rows == 1) && (columnStride >= rows || columns == 1)
        guard isPackedByRows || isPackedByColumns else { return nil }
        let leading = isPackedByRows ? Swift.max(rowStride, columns, 1) : Swift.max(columnStride, rows, 1)
        return sl_matrix(
            address: address, rows: rows, columns: columns, leading: leading, is_transposed: isPackedByRows ? 0 : 1)
    }
}

extension Tensor {
    fileprivate static func matrixView(_ tensor: Tensor, _ offset: Int) -> Tensor {
        let rank = tensor.rank
        var strides = matrix(tensor.node.strides.lengths[rank - 2], tensor.node.strides.lengths[rank - 1])
        strides.axisCount = 2
        let shape = matrix(tensor.shape.lengths[rank - 2], tensor.shape.lengths[rank - 1])
        return tensor.detach().view(
            offset: tensor.node.offset + offset, shape: shape, strides: strides, by: Alias.shared)
    }
}

/// Below this many multiplications a call into the BLAS costs more than the product.
private let smallestForBLAS = 2048

/// From this many multiplications on, threads share in each product of a batch; below, they share the batch.
private let largestInBatch = 1 << 21

/// out = a · b, or out += a · b, with `out` packed.
private func gemm(_ a: Matrix, _ b: Matrix, _ dtype: DType, accumulate: Bool, _ out: UnsafeMutableRawPointer) {
    let (m, n, k) = (a.rows, b.columns, a.columns)
    if m == 0 || n == 0 { return }
    defer { withExtendedLifetime((a.owner, b.owner)) {} }
    guard m &* n &* k > smallestForBLAS, dtype != .int64, let left = a.layout, let right = b.layout else {
        sl_small_matmul(
            dtype.kernel, m, n, k, a.address, a.rowStride, a.columnStride, b.address, b.rowStride, b.columnStride,
            accumulate ? 1 : 0, out)
        return
    }
    var (leftMatrix, rightMatrix) = (left, right)
    sl_gemm(dtype.kernel, &leftMatrix, &rightMatrix, accumulate ? 1 : 0, out)
}

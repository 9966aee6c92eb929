internal import CKernels

/// The matrices in the last two axes of a tensor, as the kernels that do many of them at once want them.
struct MatrixBatch {
    private let node: TensorNode
    private let offsets: [Int]
    private var row: Int
    private var column: Int

    /// - Parameter batch: What the axes before the last two stretch to.
    init(_ tensor: Tensor, in batch: Shape) {
        node = tensor.node
        let last = node.shape.rank - 1
        row = node.strides.lengths[last - 1]
        column = node.strides.lengths[last]
        let strides = node.shape.batch.stretched(node.strides, to: batch)
        var offsets = [0]
        for axis in 0..<batch.rank {
            offsets = offsets.flatMap { start in
                (0..<batch.lengths[axis]).map { start + $0 * strides.lengths[axis] }
            }
        }
        self.offsets = offsets
    }

    var transposed: MatrixBatch {
        var copy = self
        swap(&copy.row, &copy.column)
        return copy
    }

    func withKernel<Result>(_ body: (UnsafePointer<sl_matrices>) -> Result) -> Result {
        offsets.withUnsafeBufferPointer { offsets in
            var matrices = sl_matrices(
                address: node.address, offsets: offsets.baseAddress ?? UnsafePointer(bitPattern: 8)!, row: row,
                column: column)
            return body(&matrices)
        }
    }
}

extension Shape {
    /// The axes before those of the matrices.
    var batch: Shape {
        var batch = self
        batch.remove(at: rank - 1)
        batch.remove(at: rank - 2)
        return batch
    }

    /// Strides for memory of its own, with the axes in the order in which they lie in `model`, the last one innermost.
    func strides(inOrderOf model: TensorNode) -> Shape {
        if model.isPacked || model.shape.rank != rank { return packedStrides }
        let order = (0..<(rank - 1)).sorted {
            let (a, b) = (model.strides.lengths[$0], model.strides.lengths[$1])
            return a == b ? $0 < $1 : a > b
        }
        var result = packedStrides
        var distance = lengths[rank - 1]
        for axis in order.reversed() {
            result.lengths[axis] = distance
            distance *= lengths[axis]
        }
        return result
    }
}

internal import CKernels

final class GatherRows: Operation, @unchecked Sendable {
    let rows: [Int]
    init(rows: [Int]) { self.rows = rows }
    override var name: String { "gather" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.scatterAdded(rows: rows, into: pass.input(0).shape))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.gathered(rows: rows)
    }
}

final class ScatterAddRows: Operation, @unchecked Sendable {
    let rows: [Int]
    init(rows: [Int]) { self.rows = rows }
    override var name: String { "scatter-add" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.gathered(rows: rows))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.scatterAdded(rows: rows, into: pass.output.shape)
    }
}

extension Tensor {
    /// The entries of the first axis at `rows`, in that order; a row may come more than once.
    public func gathered(rows: [Int]) -> Tensor {
        if rank == 0 { shapeError("gather", "a single number has no rows") }
        for row in rows where row < 0 || row >= shape[0] {
            shapeError("gather", "row \(row) is out of range for shape \(shape), which has \(shape[0]) rows")
        }
        return gathered(checkedRows: rows)
    }

    /// `gathered(rows:)` for rows that are known to be there.
    func gathered(checkedRows rows: [Int]) -> Tensor {
        var shape = self.shape
        shape.lengths[0] = rows.count
        let storage = Tensor.storage(shape, dtype)
        let source = packed
        let columns = self.shape[0] == 0 ? 0 : count / self.shape[0]
        rows.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            sl_gather_rows(columns * dtype.size, buffer.count, base, source.node.address, storage.memory)
        }
        return Tensor(storage, shape, dtype, by: GatherRows(rows: rows), self)
    }

    /// Zeros of `shape` to whose `rows` the rows of this tensor are added.
    func scatterAdded(rows: [Int], into shape: Shape) -> Tensor {
        if !dtype.isFloatingPoint && dtype != .int64 {
            return cast(to: .int64).scatterAdded(rows: rows, into: shape).cast(to: dtype)
        }
        let result = Tensor.zeros(shape, dtype: dtype)
        let source = packed
        let columns = shape[0] == 0 ? 0 : shape.elementCount / shape[0]
        rows.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            sl_scatter_add_rows(
                dtype.kernel, buffer.count, columns, base, source.node.address, result.node.address)
        }
        return Tensor(result.node.storage, shape, dtype, by: ScatterAddRows(rows: rows), self)
    }
}

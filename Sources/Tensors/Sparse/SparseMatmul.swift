internal import CKernels

/// S · D for the elements of S and a dense matrix D.
final class SparseMatmul: Operation, @unchecked Sendable {
    let pattern: SparsePattern
    init(pattern: SparsePattern) { self.pattern = pattern }
    override var name: String { "sparse matmul" }

    override func backward(_ pass: BackwardPass) {
        // Only the places that S has get a gradient: the products of a row of g with a row of D.
        pass.add(
            to: 0,
            (pass.gradient.gathered(checkedRows: pattern.rows) * pass.input(1).gathered(checkedRows: pattern.columns))
                .sum(axis: -1))
        pass.add(to: 1, SparseMatrix(pattern, pass.input(0)).transposed().product(pass.gradient))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.sum { index, tangent in
            index == 0
                ? SparseMatrix(pattern, tangent).product(pass.input(1))
                : SparseMatrix(pattern, pass.input(0)).product(tangent)
        }
    }
}

extension SparseMatrix {
    /// The product with a dense matrix, or with a vector.
    ///
    /// - Parameter dense: [columns, n], or [columns].
    /// - Returns: [rows, n], or [rows].
    public func matmul(_ dense: Tensor) -> Tensor {
        if dense.rank == 0 || dense.rank > 2 {
            shapeError("sparse matmul", "\(shape) · \(dense.shape): a vector or a matrix is wanted on the right")
        }
        if dense.shape[0] != pattern.columnCount {
            shapeError(
                "sparse matmul",
                "\(shape) · \(dense.shape): \(pattern.columnCount) ≠ \(dense.shape[0]) (inner dimensions must agree)")
        }
        return dense.rank == 1 ? product(dense.expandingDims(axis: 1)).squeezing(axis: 1) : product(dense)
    }

    fileprivate func product(_ dense: Tensor) -> Tensor {
        let dtype = DType.promoted(values.dtype, dense.floating.dtype)
        let (elements, right) = (values.cast(to: dtype), dense.cast(to: dtype))
        let (packedElements, packedRight) = (elements.packed, right.packed)
        let shape: Shape = [pattern.rowCount, dense.shape[1]]
        let storage = Tensor.storage(shape, dtype)
        pattern.starts.withUnsafeBufferPointer { starts in
            pattern.columns.withUnsafeBufferPointer { columns in
                // An empty array may have no memory, which is then not read either.
                sl_csr_matmul(
                    dtype.kernel, pattern.rowCount, dense.shape[1], starts.baseAddress!,
                    columns.baseAddress ?? starts.baseAddress!, packedElements.node.address, packedRight.node.address,
                    storage.memory)
            }
        }
        withExtendedLifetime((packedElements, packedRight)) {}
        return Tensor(storage, shape, dtype, by: SparseMatmul(pattern: pattern), elements, right)
    }
}

internal import CKernels

/// Sums along the last axis.
final class CumulativeSum: Operation, @unchecked Sendable {
    static let shared = CumulativeSum()
    override var name: String { "cumulativeSum" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.flipped(axis: -1).cumulativeSum(axis: -1).flipped(axis: -1))
    }

    override func forward(_ pass: ForwardPass) -> Tensor { pass.tangent.cumulativeSum(axis: -1) }
}

/// Products along the last axis.
final class CumulativeProduct: Operation, @unchecked Sendable {
    static let shared = CumulativeProduct()
    override var name: String { "cumulativeProduct" }

    override func backward(_ pass: BackwardPass) {
        let input = pass.input(0)
        if input.detach().equalTo(0).any().item(as: Bool.self) {
            // ∂(x₀…xⱼ)/∂xᵢ is the product of the others up to j.
            let others = input.withOnesOnDiagonal().cumulativeProduct(axis: -1).upperTriangle()
            pass.add(to: 0, (others * pass.gradient.expandingDims(axis: -2)).sum(axis: -1))
        } else {
            let weighted = (pass.gradient * pass.output).flipped(axis: -1)
            pass.add(to: 0, weighted.cumulativeSum(axis: -1).flipped(axis: -1) / input)
        }
    }
}

extension Tensor {
    /// The sums of the elements up to each one along `axis`; those of integers and bools are int64.
    public func cumulativeSum(axis: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "cumulativeSum")
        return overRows(axis) { $0.cumulatedRows(product: false, by: CumulativeSum.shared) }
    }

    /// The products of the elements up to each one along `axis`; those of integers and bools are int64.
    public func cumulativeProduct(axis: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "cumulativeProduct")
        return overRows(axis) { $0.cumulatedRows(product: true, by: CumulativeProduct.shared) }
    }

    /// The largest elements up to each one along `axis`; NaN from the first one on.
    public func cumulativeMax(axis: Int) -> Tensor { cumulativeExtreme(axis, largest: true) }

    /// The smallest elements up to each one along `axis`; NaN from the first one on.
    public func cumulativeMin(axis: Int) -> Tensor { cumulativeExtreme(axis, largest: false) }

    /// The differences of neighbours along `axis`, one entry shorter: NumPy's `diff`.
    public func differences(axis: Int = -1) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "differences")
        let length = shape[axis]
        if length == 0 { return self }
        return sliced(axis: axis, from: 1, to: length) - sliced(axis: axis, from: 0, to: length - 1)
    }

    private func overRows(_ axis: Int, _ body: (Tensor) -> Tensor) -> Tensor {
        let numbers = dtype.isFloatingPoint ? self : cast(to: .int64)
        return body(numbers.movingToEnd(axis: axis)).movingAxis(-1, to: axis)
    }

    private func cumulatedRows(product: Bool, by operation: Operation) -> Tensor {
        let source = packed
        let storage = Tensor.storage(shape, dtype)
        let columns = shape[rank - 1]
        sl_cumulate_rows(
            dtype.kernel, product ? 1 : 0, columns == 0 ? 0 : count / columns, columns, source.node.address,
            storage.memory)
        return Tensor(storage, shape, dtype, by: operation, self)
    }

    private func cumulativeExtreme(_ axis: Int, largest: Bool) -> Tensor {
        let name = largest ? "cumulativeMax" : "cumulativeMin"
        let axis = normalized(axis: axis, rank: rank, name)
        if count == 0 { return self }
        let rows = detach().movingToEnd(axis: axis).packed
        let positions = Tensor(Tensor.storage(rows.shape, .int64), rows.shape, .int64)
        sl_cumulative_extreme_positions(
            dtype.kernel, largest ? 1 : 0, count / shape[axis], shape[axis], rows.node.address,
            positions.node.address.assumingMemoryBound(to: Int64.self))
        let at = positions.movingAxis(-1, to: axis)
        return gathered(at: at, axis: axis)
    }
}

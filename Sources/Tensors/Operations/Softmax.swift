internal import CKernels

final class Softmax: SymmetricOperation, @unchecked Sendable {
    static let shared = Softmax()
    override var name: String { "softmax" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        let weighted = v * point.output
        return weighted - point.output * weighted.sum(axis: -1, keepDims: true)
    }
}

final class LogSoftmax: Operation, @unchecked Sendable {
    static let shared = LogSoftmax()
    override var name: String { "logSoftmax" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient - pass.output.exp() * pass.gradient.sum(axis: -1, keepDims: true))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent - (pass.output.exp() * pass.tangent).sum(axis: -1, keepDims: true)
    }
}

extension Tensor {
    /// e^xᵢ / Σⱼ e^xⱼ along `axis`, computed without overflow.
    public func softmax(axis: Int = -1) -> Tensor { overLastAxis(axis, "softmax", logarithm: false) }

    /// log softmax along `axis`: xᵢ - log Σⱼ e^xⱼ, computed without overflow.
    public func logSoftmax(axis: Int = -1) -> Tensor { overLastAxis(axis, "logSoftmax", logarithm: true) }

    private func overLastAxis(_ axis: Int, _ name: String, logarithm: Bool) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, name)
        if axis != rank - 1 {
            var order = Array(0..<rank)
            order.swapAt(axis, rank - 1)
            return transposed(order).overLastAxis(rank - 1, name, logarithm: logarithm).transposed(order)
        }
        if !dtype.isFloatingPoint { return floating.overLastAxis(axis, name, logarithm: logarithm) }
        let source = packed
        let storage = Tensor.storage(shape, dtype)
        let columns = shape[axis]
        let rows = columns == 0 ? 0 : count / columns
        sl_softmax_rows(dtype.kernel, rows, columns, logarithm ? 1 : 0, source.node.address, storage.memory)
        return Tensor(storage, shape, dtype, by: logarithm ? LogSoftmax.shared : Softmax.shared, self)
    }
}

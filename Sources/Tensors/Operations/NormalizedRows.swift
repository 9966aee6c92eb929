internal import CKernels

/// (x - μ) / √(σ² + epsilon) · weight + bias, with mean and variance of each row: of what is in the last axes.
///
/// Inputs: x and, as far as there are, weight and bias, both of the shape of those axes.
final class NormalizedRows: FusedOperation, @unchecked Sendable {
    private let axes: Int
    private let epsilon: Double
    private let hasWeight: Bool
    private let hasBias: Bool
    /// Of each row in float64.
    private let means: Tensor
    private let factors: Tensor

    init(axes: Int, epsilon: Double, hasWeight: Bool, hasBias: Bool, means: Tensor, factors: Tensor) {
        (self.axes, self.epsilon, self.hasWeight, self.hasBias) = (axes, epsilon, hasWeight, hasBias)
        (self.means, self.factors) = (means, factors)
    }
    override var name: String { "normalize" }

    override func composed(_ inputs: [Tensor]) -> Tensor {
        let x = inputs[0]
        let last = Array((x.rank - axes)..<x.rank)
        let centered = x - x.mean(axes: last, keepDims: true)
        var result = centered / (centered.squared().mean(axes: last, keepDims: true) + epsilon).sqrt()
        if hasWeight { result = result * inputs[1] }
        if hasBias { result = result + inputs[inputs.count - 1] }
        return result
    }

    override func fusedBackward(_ pass: BackwardPass) {
        let x = pass.input(0).packed
        let weight = hasWeight ? pass.input(1).packed : nil
        let gradient = pass.gradient.packed
        let columns = x.shape[(x.rank - axes)...].reduce(1, *)
        func empty(_ index: Int) -> Tensor? {
            if !pass.needsGradient(index) { return nil }
            let shape = pass.input(index).shape
            return Tensor(Tensor.storage(shape, x.dtype), shape, x.dtype)
        }
        let shares = (0..<pass.inputCount).map(empty)
        sl_normalize_rows_gradient(
            x.dtype.kernel, means.count, columns, x.node.address, weight?.node.address,
            means.node.address.assumingMemoryBound(to: Double.self),
            factors.node.address.assumingMemoryBound(to: Double.self), gradient.node.address, shares[0]?.node.address,
            hasWeight ? shares[1]?.node.address : nil, hasBias ? shares[shares.count - 1]?.node.address : nil)
        for (index, share) in shares.enumerated() {
            if let share { pass.add(to: index, share) }
        }
    }
}

extension Tensor {
    /// (x - μ) / √(σ² + epsilon) · weight + bias, with mean and variance over the last `axes` axes.
    ///
    /// - Precondition: floating point; weight and bias have the shape of those axes, which hold something.
    package func normalizedRows(axes: Int, epsilon: Double, weight: Tensor? = nil, bias: Tensor? = nil) -> Tensor {
        let inputs = [self] + [weight, bias].compactMap { $0 }
        let common = inputs.reduce(dtype) { DType.promoted($0, $1.dtype) }
        if inputs.contains(where: { $0.dtype != common }) {
            return cast(to: common).normalizedRows(
                axes: axes, epsilon: epsilon, weight: weight?.cast(to: common), bias: bias?.cast(to: common))
        }
        let columns = shape[(rank - axes)...].reduce(1, *)
        let rows = count / columns
        let storage = Tensor.storage(shape, dtype)
        let row: Shape = [rows]
        let means = Tensor(Tensor.storage(row, .float64), row, .float64)
        let factors = Tensor(Tensor.storage(row, .float64), row, .float64)
        let (x, plainWeight, plainBias) = (packed, weight?.packed, bias?.packed)
        sl_normalize_rows(
            dtype.kernel, rows, columns, epsilon, x.node.address, plainWeight?.node.address, plainBias?.node.address,
            storage.memory, means.node.address.assumingMemoryBound(to: Double.self),
            factors.node.address.assumingMemoryBound(to: Double.self))
        return Tensor(
            storage, shape, dtype,
            by: NormalizedRows(
                axes: axes, epsilon: epsilon, hasWeight: weight != nil, hasBias: bias != nil, means: means,
                factors: factors), inputs: inputs)
    }
}

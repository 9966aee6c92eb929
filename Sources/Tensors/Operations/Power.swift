internal import CKernels

final class Power: SymmetricOperation, @unchecked Sendable {
    static let shared = Power()
    override var name: String { "pow" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        let (base, exponent) = (point.input(0), point.input(1))
        if index == 0 {
            // x⁰ is 1 for every x: its derivative at 0 is 0, not 0 · 0⁻¹.
            return v * exponent * (base + base.equalTo(0) * exponent.equalTo(0)).pow(exponent - 1)
        }
        // Where the base is 0 the power stays 0 for every positive exponent: its derivative there is 0, not 0 · log 0.
        return v * point.output * Tensor.where(base.detach().equalTo(0), 1, base).log()
    }
}

extension Tensor {
    /// Each element to the power of its partner.
    public func pow(_ exponent: Tensor) -> Tensor { .combined(SL_POWER, self, exponent, by: Power.shared) }

    /// Each element to the power of `exponent`.
    public func pow(_ exponent: some TensorScalar) -> Tensor {
        if exponent.tensorValue == 2 { return squared() }
        return pow(scalar(of: exponent))
    }
}

/// Each element to the power of `exponent`.
public func pow(_ x: Tensor, _ exponent: some TensorScalar) -> Tensor { x.pow(exponent) }

/// Each element to the power of its partner.
public func pow(_ x: Tensor, _ exponent: Tensor) -> Tensor { x.pow(exponent) }

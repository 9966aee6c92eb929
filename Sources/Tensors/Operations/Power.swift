internal import CKernels

final class Power: Operation, @unchecked Sendable {
    static let shared = Power()
    override var name: String { "pow" }

    override func backward(_ pass: BackwardPass) {
        let (base, exponent) = (pass.input(0), pass.input(1))
        pass.add(to: 0, pass.gradient * exponent * base.pow(exponent - 1))
        // Where the base is 0 the power stays 0 for every positive exponent: its derivative there is 0, not 0 · log 0.
        pass.add(to: 1, pass.gradient * pass.output * (base + base.equalTo(0)).log())
    }
}

extension Tensor {
    /// Each element to the power of its partner.
    public func pow(_ exponent: Tensor) -> Tensor { .combined(SL_POWER, self, exponent, by: Power.shared) }

    /// Each element to the power of `exponent`.
    public func pow(_ exponent: some TensorScalar) -> Tensor {
        let exponent = exponent.tensorValue
        if exponent == 2 { return squared() }
        return pow(scalar(exponent))
    }
}

/// Each element to the power of `exponent`.
public func pow(_ x: Tensor, _ exponent: some TensorScalar) -> Tensor { x.pow(exponent) }

/// Each element to the power of its partner.
public func pow(_ x: Tensor, _ exponent: Tensor) -> Tensor { x.pow(exponent) }

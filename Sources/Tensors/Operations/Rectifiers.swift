internal import CKernels

/// x for positive x, slope · x for others.
final class LeakyRectifiedLinear: SymmetricOperation, @unchecked Sendable {
    let slope: Double
    init(slope: Double) { self.slope = slope }
    override var name: String { "leakyReLU" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        .where(point.input(0).detach() .> 0, v, v * slope)
    }
}

extension Tensor {
    /// x where x > 0, else slope · x; the derivative at zero is taken to be the slope.
    public func leakyReLU(slope: Double = 0.01) -> Tensor {
        let x = floating
        let plain = x.detach()
        let value = Tensor.where(plain .> 0, plain, plain * slope)
        return x.elementwise(value, by: LeakyRectifiedLinear(slope: slope))
    }
}

/// x for positive x, α (eˣ - 1) for others.
final class ExponentialLinear: SymmetricOperation, @unchecked Sendable {
    let alpha: Double
    init(alpha: Double) { self.alpha = alpha }
    override var name: String { "elu" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        let x = point.input(0)
        // Large elements would overflow in the branch that is not taken.
        let isPositive = x.detach() .> 0
        return v * Tensor.where(isPositive, 1.0, x.replacing(where: isPositive, with: 0.0).exp() * alpha)
    }
}

extension Tensor {
    /// x where x > 0, else α (eˣ - 1).
    public func elu(alpha: Double = 1) -> Tensor {
        let x = floating
        let plain = x.detach()
        let isPositive = plain .> 0
        let value = Tensor.where(isPositive, plain, plain.replacing(where: isPositive, with: 0.0).expm1() * alpha)
        return x.elementwise(value, by: ExponentialLinear(alpha: alpha))
    }
}

/// log(1 + eˣ)
final class SoftplusOperation: SymmetricOperation, @unchecked Sendable {
    static let shared = SoftplusOperation()
    override var name: String { "softplus" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(0).sigmoid()
    }
}

extension Tensor {
    /// log(1 + eˣ), without overflow; its derivative is the sigmoid.
    public func softplus() -> Tensor {
        let x = floating
        let plain = x.detach()
        return x.elementwise(plain.relu() + (-plain.abs()).exp().log1p(), by: SoftplusOperation.shared)
    }
}

/// x Φ(x), with the distribution function Φ of the normal distribution.
final class GaussianErrorLinear: SymmetricOperation, @unchecked Sendable {
    static let shared = GaussianErrorLinear()
    override var name: String { "gelu" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v.geluGradient(at: point.input(0))
    }
}

extension Tensor {
    /// x Φ(x), with the distribution function Φ of the normal distribution; not its approximation by tanh.
    public consuming func gelu() -> Tensor { mapped(SL_GELU, by: GaussianErrorLinear.shared) }
}

final class GaussianErrorLinearGradient: SymmetricOperation, @unchecked Sendable {
    static let shared = GaussianErrorLinearGradient()
    override var name: String { "gelu gradient" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        let x = point.input(1)
        if index == 0 { return v.geluGradient(at: x) }
        let square = x.squared()
        return v * point.input(0) * (square * -0.5).exp() * (2 - square) * 0.398942280401432678
    }
}

extension Tensor {
    /// self · (Φ(x) + x φ(x)), with the density φ of the normal distribution.
    func geluGradient(at x: Tensor) -> Tensor {
        .combined(SL_GELU_GRADIENT, self, x, by: GaussianErrorLinearGradient.shared)
    }

    /// `value`, computed from this tensor's elements, as the result of `operation`.
    fileprivate func elementwise(_ value: Tensor, by operation: @autoclosure () -> Operation) -> Tensor {
        Tensor(value.node.storage, shape, dtype, strides: value.node.strides, by: operation(), self)
    }

    /// x σ(x)
    public func silu() -> Tensor { self * sigmoid() }

    /// 1 where x > 0, else 0, in the tensor's type; its derivative is 0.
    public func step() -> Tensor { (detach() .> 0).cast(to: dtype) }
}

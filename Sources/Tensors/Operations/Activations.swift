internal import CKernels

final class HyperbolicTangent: SymmetricOperation, @unchecked Sendable {
    static let shared = HyperbolicTangent()
    override var name: String { "tanh" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v.tanhGradient(output: point.output)
    }
}

extension Tensor {
    /// The hyperbolic tangent of each element; its derivative is 1 - tanh².
    public consuming func tanh() -> Tensor { mapped(SL_TANH, by: HyperbolicTangent.shared) }
}

final class Sigmoid: SymmetricOperation, @unchecked Sendable {
    static let shared = Sigmoid()
    override var name: String { "sigmoid" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v.sigmoidGradient(output: point.output)
    }
}

extension Tensor {
    /// 1 / (1 + e^(-x)) of each element; its derivative is σ (1 - σ).
    public consuming func sigmoid() -> Tensor { mapped(SL_SIGMOID, by: Sigmoid.shared) }
}

final class RectifiedLinear: SymmetricOperation, @unchecked Sendable {
    static let shared = RectifiedLinear()
    override var name: String { "relu" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v.reluGradient(output: point.output)
    }
}

extension Tensor {
    /// max(x, 0) of each element; its derivative at zero is taken to be zero.
    public consuming func relu() -> Tensor { mapped(SL_RELU, by: RectifiedLinear.shared) }
}

final class HyperbolicTangentGradient: SymmetricOperation, @unchecked Sendable {
    static let shared = HyperbolicTangentGradient()
    override var name: String { "tanh gradient" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        index == 0 ? v.tanhGradient(output: point.input(1)) : v * point.input(0) * point.input(1) * -2
    }
}

extension Tensor {
    /// self * (1 - output²)
    func tanhGradient(output: Tensor) -> Tensor {
        .combined(SL_TANH_GRADIENT, self, output, by: HyperbolicTangentGradient.shared)
    }
}

final class SigmoidGradient: SymmetricOperation, @unchecked Sendable {
    static let shared = SigmoidGradient()
    override var name: String { "sigmoid gradient" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        index == 0 ? v.sigmoidGradient(output: point.input(1)) : v * point.input(0) * (1 - point.input(1) * 2)
    }
}

extension Tensor {
    /// self * output * (1 - output)
    func sigmoidGradient(output: Tensor) -> Tensor {
        .combined(SL_SIGMOID_GRADIENT, self, output, by: SigmoidGradient.shared)
    }
}

final class RectifiedLinearGradient: SymmetricOperation, @unchecked Sendable {
    static let shared = RectifiedLinearGradient()
    override var name: String { "relu gradient" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        index == 0 ? v.reluGradient(output: point.input(1)) : .zeros(v.shape, dtype: v.dtype)
    }
}

extension Tensor {
    /// self where output > 0, else 0
    func reluGradient(output: Tensor) -> Tensor {
        .combined(SL_RELU_GRADIENT, self, output, by: RectifiedLinearGradient.shared)
    }
}

/// The hyperbolic tangent of each element; its derivative is 1 - tanh².
public func tanh(_ x: consuming Tensor) -> Tensor { x.tanh() }

/// 1 / (1 + e^(-x)) of each element; its derivative is σ (1 - σ).
public func sigmoid(_ x: consuming Tensor) -> Tensor { x.sigmoid() }

/// max(x, 0) of each element; its derivative at zero is taken to be zero.
public func relu(_ x: consuming Tensor) -> Tensor { x.relu() }

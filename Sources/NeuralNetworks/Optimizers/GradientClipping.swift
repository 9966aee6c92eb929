import Tensors

/// How an optimizer keeps gradients small.
public enum GradientClipping: Sendable {
    /// All gradients together are scaled down to this length, if they are longer (Pascanu, Mikolov and Bengio, "On the
    /// difficulty of training recurrent neural networks", 2013).
    case norm(Double)
    /// Each element is cut to ± this value.
    case value(Double)

    func scale(_ parameters: [Parameter]) -> Double {
        guard case .norm(let limit) = self else { return 1 }
        // PyTorch adds 1e-6 as well.
        return Swift.min(1, limit / (parameters.gradientNorm + 1e-6))
    }

    func clipped(_ gradient: Tensor, _ scale: Double) -> Tensor {
        switch self {
        case .norm: scale < 1 ? gradient * scale : gradient
        case .value(let limit): gradient.clamped(min: -limit, max: limit)
        }
    }
}

extension Collection where Element == Parameter {
    /// √Σ g² over all gradients.
    public var gradientNorm: Double {
        noGradient {
            reduce(0) { $0 + ($1.grad.map { $0.detach().squared().sum().item() } ?? 0) }.squareRoot()
        }
    }

    /// Scales all gradients down together, where they are longer than `limit`. PyTorch's `clip_grad_norm_`.
    ///
    /// - Returns: Their length before.
    @discardableResult
    public func clipGradients(toNorm limit: Double) -> Double {
        let norm = gradientNorm
        clip(.norm(limit), Swift.min(1, limit / (norm + 1e-6)))
        return norm
    }

    /// Cuts each element of the gradients to ±`limit`. PyTorch's `clip_grad_value_`.
    public func clipGradients(toValue limit: Double) { clip(.value(limit), 1) }

    private func clip(_ clipping: GradientClipping, _ scale: Double) {
        noGradient {
            for parameter in self { parameter.grad = parameter.grad.map { clipping.clipped($0, scale) } }
        }
    }
}

extension Module {
    /// Scales all gradients down together, where they are longer than `limit`.
    ///
    /// - Returns: Their length before.
    @discardableResult
    public func clipGradients(toNorm limit: Double) -> Double { parameters.clipGradients(toNorm: limit) }

    /// Cuts each element of the gradients to ±`limit`.
    public func clipGradients(toValue limit: Double) { parameters.clipGradients(toValue: limit) }
}

public import Tensors

/// max(x, 0), element by element.
public final class ReLU: Module {
    public override func forward(_ input: Tensor) -> Tensor { input.relu() }
}

/// The hyperbolic tangent, element by element.
public final class Tanh: Module {
    public override func forward(_ input: Tensor) -> Tensor { input.tanh() }
}

/// 1 / (1 + e^(-x)), element by element.
public final class Sigmoid: Module {
    public override func forward(_ input: Tensor) -> Tensor { input.sigmoid() }
}

/// 1 where x > 0, else 0: the perceptron's threshold. It has no gradient.
public final class Step: Module {
    public override func forward(_ input: Tensor) -> Tensor { input.step() }
}

/// x where x > 0, else slope · x, element by element (Maas, Hannun and Ng, "Rectifier nonlinearities improve neural
/// network acoustic models", 2013).
public final class LeakyReLU: Module {
    public let slope: Double
    public init(slope: Double = 0.01) {
        self.slope = slope
        super.init()
    }
    public override func forward(_ input: Tensor) -> Tensor { input.leakyReLU(slope: slope) }
    public override var layerDescription: String { "LeakyReLU(\(slope))" }
}

/// x where x > 0, else α (eˣ - 1), element by element (Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network
/// learning by exponential linear units", 2016).
public final class ELU: Module {
    public let alpha: Double
    public init(alpha: Double = 1) {
        self.alpha = alpha
        super.init()
    }
    public override func forward(_ input: Tensor) -> Tensor { input.elu(alpha: alpha) }
    public override var layerDescription: String { "ELU(\(alpha))" }
}

/// log(1 + eˣ), element by element: a smooth rectifier.
public final class Softplus: Module {
    public override func forward(_ input: Tensor) -> Tensor { input.softplus() }
}

/// x Φ(x), element by element, with the normal distribution's Φ (Hendrycks and Gimpel, "Gaussian error linear units", 2016).
public final class GELU: Module {
    public override func forward(_ input: Tensor) -> Tensor { input.gelu() }
}

/// x σ(x), element by element (Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units", 2018), also called swish.
public final class SiLU: Module {
    public override func forward(_ input: Tensor) -> Tensor { input.silu() }
}

/// e^xᵢ / Σⱼ e^xⱼ along an axis, by default the last one.
public final class Softmax: Module {
    public let axis: Int
    public init(axis: Int = -1) {
        self.axis = axis
        super.init()
    }
    public override func forward(_ input: Tensor) -> Tensor { input.softmax(axis: axis) }
}

/// xᵢ - log Σⱼ e^xⱼ along an axis, by default the last one.
public final class LogSoftmax: Module {
    public let axis: Int
    public init(axis: Int = -1) {
        self.axis = axis
        super.init()
    }
    public override func forward(_ input: Tensor) -> Tensor { input.logSoftmax(axis: axis) }
}

/// The input itself.
public final class Identity: Module {
    public override func forward(_ input: Tensor) -> Tensor { input }
}

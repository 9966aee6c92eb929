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

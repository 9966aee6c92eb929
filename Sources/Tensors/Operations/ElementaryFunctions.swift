internal import CKernels

final class Exponential: SymmetricOperation, @unchecked Sendable {
    static let shared = Exponential()
    override var name: String { "exp" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.output
    }
}

extension Tensor {
    /// e to the power of each element.
    public func exp() -> Tensor { mapped(SL_EXP, by: Exponential.shared) }
}

final class Logarithm: SymmetricOperation, @unchecked Sendable {
    static let shared = Logarithm()
    override var name: String { "log" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / point.input(0)
    }
}

extension Tensor {
    /// The natural logarithm of each element.
    public func log() -> Tensor { mapped(SL_LOG, by: Logarithm.shared) }
}

final class SquareRoot: SymmetricOperation, @unchecked Sendable {
    static let shared = SquareRoot()
    override var name: String { "sqrt" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (point.output * 2)
    }
}

extension Tensor {
    /// The square root of each element.
    public func sqrt() -> Tensor { mapped(SL_SQRT, by: SquareRoot.shared) }
}

final class Square: SymmetricOperation, @unchecked Sendable {
    static let shared = Square()
    override var name: String { "square" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(0) * 2
    }
}

extension Tensor {
    /// Each element times itself.
    public func squared() -> Tensor { mapped(SL_SQUARE, by: Square.shared) }
}

final class Sine: SymmetricOperation, @unchecked Sendable {
    static let shared = Sine()
    override var name: String { "sin" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(0).cos()
    }
}

extension Tensor {
    /// The sine of each element, in radians.
    public func sin() -> Tensor { mapped(SL_SIN, by: Sine.shared) }
}

final class Cosine: SymmetricOperation, @unchecked Sendable {
    static let shared = Cosine()
    override var name: String { "cos" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        -(v * point.input(0).sin())
    }
}

extension Tensor {
    /// The cosine of each element, in radians.
    public func cos() -> Tensor { mapped(SL_COS, by: Cosine.shared) }
}

final class AbsoluteValue: SymmetricOperation, @unchecked Sendable {
    static let shared = AbsoluteValue()
    override var name: String { "abs" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(0).sign()
    }
}

extension Tensor {
    /// Each element without its sign; its derivative at zero is taken to be zero.
    public func abs() -> Tensor { mapped(SL_ABS, by: AbsoluteValue.shared) }
}

extension Tensor {
    /// -1, 0 or 1 for each element; not differentiable, its derivative counts as zero.
    public func sign() -> Tensor { detach().mapped(SL_SIGN, by: Negate.shared) }
}

/// e to the power of each element.
public func exp(_ x: Tensor) -> Tensor { x.exp() }

/// The natural logarithm of each element.
public func log(_ x: Tensor) -> Tensor { x.log() }

/// The square root of each element.
public func sqrt(_ x: Tensor) -> Tensor { x.sqrt() }

/// The sine of each element, in radians.
public func sin(_ x: Tensor) -> Tensor { x.sin() }

/// The cosine of each element, in radians.
public func cos(_ x: Tensor) -> Tensor { x.cos() }

/// Each element without its sign; its derivative at zero is taken to be zero.
public func abs(_ x: Tensor) -> Tensor { x.abs() }

internal import CKernels

final class HyperbolicSine: SymmetricOperation, @unchecked Sendable {
    static let shared = HyperbolicSine()
    override var name: String { "sinh" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(0).cosh()
    }
}

extension Tensor {
    /// The hyperbolic sine of each element.
    public consuming func sinh() -> Tensor { mapped(SL_SINH, by: HyperbolicSine.shared) }
}

final class HyperbolicCosine: SymmetricOperation, @unchecked Sendable {
    static let shared = HyperbolicCosine()
    override var name: String { "cosh" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(0).sinh()
    }
}

extension Tensor {
    /// The hyperbolic cosine of each element.
    public consuming func cosh() -> Tensor { mapped(SL_COSH, by: HyperbolicCosine.shared) }
}

final class AreaSine: SymmetricOperation, @unchecked Sendable {
    static let shared = AreaSine()
    override var name: String { "asinh" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (point.input(0).squared() + 1).sqrt()
    }
}

extension Tensor {
    /// The number with this hyperbolic sine.
    public consuming func asinh() -> Tensor { mapped(SL_ASINH, by: AreaSine.shared) }
}

final class AreaCosine: SymmetricOperation, @unchecked Sendable {
    static let shared = AreaCosine()
    override var name: String { "acosh" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (point.input(0).squared() - 1).sqrt()
    }
}

extension Tensor {
    /// The number, at least 0, with this hyperbolic cosine; NaN below 1.
    public consuming func acosh() -> Tensor { mapped(SL_ACOSH, by: AreaCosine.shared) }
}

final class AreaTangent: SymmetricOperation, @unchecked Sendable {
    static let shared = AreaTangent()
    override var name: String { "atanh" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (1 - point.input(0).squared())
    }
}

extension Tensor {
    /// The number with this hyperbolic tangent; NaN beyond -1...1.
    public consuming func atanh() -> Tensor { mapped(SL_ATANH, by: AreaTangent.shared) }
}

final class ErrorFunction: SymmetricOperation, @unchecked Sendable {
    static let shared = ErrorFunction()
    override var name: String { "erf" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * (-point.input(0).squared()).exp() * 1.12837916709551257
    }
}

extension Tensor {
    /// 2/√π ∫ e^(-t²) dt from 0 to each element, the error function.
    public consuming func erf() -> Tensor { mapped(SL_ERF, by: ErrorFunction.shared) }
}

/// The hyperbolic sine of each element.
public func sinh(_ x: consuming Tensor) -> Tensor { x.sinh() }

/// The hyperbolic cosine of each element.
public func cosh(_ x: consuming Tensor) -> Tensor { x.cosh() }

/// The number with this hyperbolic sine.
public func asinh(_ x: consuming Tensor) -> Tensor { x.asinh() }

/// The number, at least 0, with this hyperbolic cosine; NaN below 1.
public func acosh(_ x: consuming Tensor) -> Tensor { x.acosh() }

/// The number with this hyperbolic tangent; NaN beyond -1...1.
public func atanh(_ x: consuming Tensor) -> Tensor { x.atanh() }

/// 2/√π ∫ e^(-t²) dt from 0 to each element, the error function.
public func erf(_ x: consuming Tensor) -> Tensor { x.erf() }

internal import CKernels

final class Sine: SymmetricOperation, @unchecked Sendable {
    static let shared = Sine()
    override var name: String { "sin" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(0).cos()
    }
}

extension Tensor {
    /// The sine of each element, in radians.
    public consuming func sin() -> Tensor { mapped(SL_SIN, by: Sine.shared) }
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
    public consuming func cos() -> Tensor { mapped(SL_COS, by: Cosine.shared) }
}

final class Tangent: SymmetricOperation, @unchecked Sendable {
    static let shared = Tangent()
    override var name: String { "tan" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * (point.output.squared() + 1)
    }
}

extension Tensor {
    /// The tangent of each element, in radians.
    public consuming func tan() -> Tensor { mapped(SL_TAN, by: Tangent.shared) }
}

final class ArcSine: SymmetricOperation, @unchecked Sendable {
    static let shared = ArcSine()
    override var name: String { "asin" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (1 - point.input(0).squared()).sqrt()
    }
}

extension Tensor {
    /// The angle in -π/2...π/2 with this sine; NaN beyond -1...1.
    public consuming func asin() -> Tensor { mapped(SL_ASIN, by: ArcSine.shared) }
}

final class ArcCosine: SymmetricOperation, @unchecked Sendable {
    static let shared = ArcCosine()
    override var name: String { "acos" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        -(v / (1 - point.input(0).squared()).sqrt())
    }
}

extension Tensor {
    /// The angle in 0...π with this cosine; NaN beyond -1...1.
    public consuming func acos() -> Tensor { mapped(SL_ACOS, by: ArcCosine.shared) }
}

final class ArcTangent: SymmetricOperation, @unchecked Sendable {
    static let shared = ArcTangent()
    override var name: String { "atan" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (point.input(0).squared() + 1)
    }
}

extension Tensor {
    /// The angle in -π/2...π/2 with this tangent.
    public consuming func atan() -> Tensor { mapped(SL_ATAN, by: ArcTangent.shared) }
}

/// The angle of the point (x, y).
final class ArcTangentOfTwo: SymmetricOperation, @unchecked Sendable {
    static let shared = ArcTangentOfTwo()
    override var name: String { "atan2" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        let (y, x) = (point.input(0), point.input(1))
        let share = v / (x.squared() + y.squared())
        return index == 0 ? share * x : -(share * y)
    }
}

/// The angle in -π...π of each point (x, y), in radians.
public func atan2(_ y: Tensor, _ x: Tensor) -> Tensor { .combined(SL_ATAN2, y, x, by: ArcTangentOfTwo.shared) }

final class Hypotenuse: SymmetricOperation, @unchecked Sendable {
    static let shared = Hypotenuse()
    override var name: String { "hypot" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(index) / point.output
    }
}

/// √(x² + y²) of each pair of elements, without overflow.
public func hypot(_ x: Tensor, _ y: Tensor) -> Tensor { .combined(SL_HYPOT, x, y, by: Hypotenuse.shared) }

/// The sine of each element, in radians.
public func sin(_ x: consuming Tensor) -> Tensor { x.sin() }

/// The cosine of each element, in radians.
public func cos(_ x: consuming Tensor) -> Tensor { x.cos() }

/// The tangent of each element, in radians.
public func tan(_ x: consuming Tensor) -> Tensor { x.tan() }

/// The angle in -π/2...π/2 with this sine; NaN beyond -1...1.
public func asin(_ x: consuming Tensor) -> Tensor { x.asin() }

/// The angle in 0...π with this cosine; NaN beyond -1...1.
public func acos(_ x: consuming Tensor) -> Tensor { x.acos() }

/// The angle in -π/2...π/2 with this tangent.
public func atan(_ x: consuming Tensor) -> Tensor { x.atan() }

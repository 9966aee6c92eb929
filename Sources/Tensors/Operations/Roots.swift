internal import CKernels

final class SquareRoot: SymmetricOperation, @unchecked Sendable {
    static let shared = SquareRoot()
    override var name: String { "sqrt" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (point.output * 2)
    }
}

extension Tensor {
    /// The square root of each element.
    public consuming func sqrt() -> Tensor { mapped(SL_SQRT, by: SquareRoot.shared) }
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
    public consuming func squared() -> Tensor { mapped(SL_SQUARE, by: Square.shared) }
}

final class Reciprocal: SymmetricOperation, @unchecked Sendable {
    static let shared = Reciprocal()
    override var name: String { "reciprocal" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        -(v * point.output.squared())
    }
}

extension Tensor {
    /// 1 divided by each element.
    public consuming func reciprocal() -> Tensor { mapped(SL_RECIPROCAL, by: Reciprocal.shared) }
}

extension Tensor {
    /// 1 divided by the square root of each element.
    public func rsqrt() -> Tensor { sqrt().reciprocal() }
}

/// The square root of each element.
public func sqrt(_ x: consuming Tensor) -> Tensor { x.sqrt() }

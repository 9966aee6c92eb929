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
    public consuming func exp() -> Tensor { mapped(SL_EXP, by: Exponential.shared) }
}

final class ExponentialMinusOne: SymmetricOperation, @unchecked Sendable {
    static let shared = ExponentialMinusOne()
    override var name: String { "expm1" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * (point.output + 1)
    }
}

extension Tensor {
    /// e to the power of each element, minus 1: exact also for tiny elements.
    public consuming func expm1() -> Tensor { mapped(SL_EXPM1, by: ExponentialMinusOne.shared) }
}

final class ExponentialBaseTwo: SymmetricOperation, @unchecked Sendable {
    static let shared = ExponentialBaseTwo()
    override var name: String { "exp2" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.output * 0.693147180559945309
    }
}

extension Tensor {
    /// 2 to the power of each element.
    public consuming func exp2() -> Tensor { mapped(SL_EXP2, by: ExponentialBaseTwo.shared) }
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
    public consuming func log() -> Tensor { mapped(SL_LOG, by: Logarithm.shared) }
}

final class LogarithmOfOnePlus: SymmetricOperation, @unchecked Sendable {
    static let shared = LogarithmOfOnePlus()
    override var name: String { "log1p" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (point.input(0) + 1)
    }
}

extension Tensor {
    /// The natural logarithm of 1 plus each element: exact also for tiny elements.
    public consuming func log1p() -> Tensor { mapped(SL_LOG1P, by: LogarithmOfOnePlus.shared) }
}

final class LogarithmBaseTwo: SymmetricOperation, @unchecked Sendable {
    static let shared = LogarithmBaseTwo()
    override var name: String { "log2" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (point.input(0) * 0.693147180559945309)
    }
}

extension Tensor {
    /// The logarithm to the base 2 of each element.
    public consuming func log2() -> Tensor { mapped(SL_LOG2, by: LogarithmBaseTwo.shared) }
}

final class LogarithmBaseTen: SymmetricOperation, @unchecked Sendable {
    static let shared = LogarithmBaseTen()
    override var name: String { "log10" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v / (point.input(0) * 2.30258509299404568)
    }
}

extension Tensor {
    /// The logarithm to the base 10 of each element.
    public consuming func log10() -> Tensor { mapped(SL_LOG10, by: LogarithmBaseTen.shared) }
}

/// e to the power of each element.
public func exp(_ x: consuming Tensor) -> Tensor { x.exp() }

/// e to the power of each element, minus 1: exact also for tiny elements.
public func expm1(_ x: consuming Tensor) -> Tensor { x.expm1() }

/// 2 to the power of each element.
public func exp2(_ x: consuming Tensor) -> Tensor { x.exp2() }

/// The natural logarithm of each element.
public func log(_ x: consuming Tensor) -> Tensor { x.log() }

/// The natural logarithm of 1 plus each element: exact also for tiny elements.
public func log1p(_ x: consuming Tensor) -> Tensor { x.log1p() }

/// The logarithm to the base 2 of each element.
public func log2(_ x: consuming Tensor) -> Tensor { x.log2() }

/// The logarithm to the base 10 of each element.
public func log10(_ x: consuming Tensor) -> Tensor { x.log10() }

internal import CKernels

/// Never recorded: its operands are detached.
final class FloorDivide: Operation, @unchecked Sendable {
    static let shared = FloorDivide()
    override var name: String { "floorDivided" }
}

extension Tensor {
    /// ⌊a / b⌋, NumPy's `floor_divide` and Python's `//`. Its derivative is 0; integers divided by zero trap.
    public func floorDivided(by divisor: Tensor) -> Tensor {
        .combined(SL_FLOOR_DIVIDE, detach(), divisor.detach(), by: FloorDivide.shared)
    }

    /// ⌊a / b⌋, NumPy's `floor_divide` and Python's `//`. Its derivative is 0; integers divided by zero trap.
    public func floorDivided(by divisor: some TensorScalar) -> Tensor { floorDivided(by: scalar(of: divisor)) }
}

/// a - b ⌊a / b⌋
final class Remainder: SymmetricOperation, @unchecked Sendable {
    static let shared = Remainder()
    override var name: String { "remainder" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        index == 0 ? v : -(v * point.input(0).floorDivided(by: point.input(1)))
    }
}

extension Tensor {
    /// a - b ⌊a / b⌋ with the divisor's sign, NumPy's `remainder` and Python's `%`. Integers divided by zero trap.
    public func remainder(_ divisor: Tensor) -> Tensor { .combined(SL_REMAINDER, self, divisor, by: Remainder.shared) }

    /// a - b ⌊a / b⌋ with the divisor's sign, NumPy's `remainder` and Python's `%`. Integers divided by zero trap.
    public func remainder(_ divisor: some TensorScalar) -> Tensor { remainder(scalar(of: divisor)) }
}

/// a - b trunc(a / b)
final class TruncatingRemainder: SymmetricOperation, @unchecked Sendable {
    static let shared = TruncatingRemainder()
    override var name: String { "truncatingRemainder" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        index == 0 ? v : -(v * (point.input(0).detach() / point.input(1).detach()).truncated())
    }
}

extension Tensor {
    /// a - b trunc(a / b) with the dividend's sign, NumPy's `fmod` and Swift's `%`. Integers divided by zero trap.
    public func truncatingRemainder(dividingBy divisor: Tensor) -> Tensor {
        .combined(SL_TRUNCATING_REMAINDER, self, divisor, by: TruncatingRemainder.shared)
    }

    /// a - b trunc(a / b) with the dividend's sign, NumPy's `fmod` and Swift's `%`. Integers divided by zero trap.
    public func truncatingRemainder(dividingBy divisor: some TensorScalar) -> Tensor {
        truncatingRemainder(dividingBy: scalar(of: divisor))
    }
}

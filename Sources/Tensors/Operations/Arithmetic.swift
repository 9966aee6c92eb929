internal import CKernels

final class Add: SymmetricOperation, @unchecked Sendable {
    static let shared = Add()
    override var name: String { "add" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v
    }
}

extension Tensor {
    /// Element-wise sum.
    public static func + (a: consuming Tensor, b: consuming Tensor) -> Tensor { combined(SL_ADD, a, b, by: Add.shared) }

    public static func + (a: consuming Tensor, b: some TensorScalar) -> Tensor {
        let b = a.scalar(of: b)
        return combined(SL_ADD, a, b, by: Add.shared)
    }

    public static func + (a: some TensorScalar, b: consuming Tensor) -> Tensor {
        let a = b.scalar(of: a)
        return combined(SL_ADD, a, b, by: Add.shared)
    }

    public static func += (a: inout Tensor, b: Tensor) { a = a + b }
    public static func += (a: inout Tensor, b: some TensorScalar) { a = a + b }
}

final class Subtract: SymmetricOperation, @unchecked Sendable {
    static let shared = Subtract()
    override var name: String { "subtract" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        index == 0 ? v : -v
    }
}

extension Tensor {
    /// Element-wise difference.
    public static func - (a: consuming Tensor, b: consuming Tensor) -> Tensor {
        combined(SL_SUBTRACT, a, b, by: Subtract.shared)
    }

    public static func - (a: consuming Tensor, b: some TensorScalar) -> Tensor {
        let b = a.scalar(of: b)
        return combined(SL_SUBTRACT, a, b, by: Subtract.shared)
    }

    public static func - (a: some TensorScalar, b: consuming Tensor) -> Tensor {
        let a = b.scalar(of: a)
        return combined(SL_SUBTRACT, a, b, by: Subtract.shared)
    }

    public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
    public static func -= (a: inout Tensor, b: some TensorScalar) { a = a - b }
}

final class Multiply: SymmetricOperation, @unchecked Sendable {
    static let shared = Multiply()
    override var name: String { "multiply" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        v * point.input(1 - index)
    }
}

extension Tensor {
    /// Element-wise product; for the matrix product see `matmul`.
    public static func * (a: consuming Tensor, b: consuming Tensor) -> Tensor {
        combined(SL_MULTIPLY, a, b, by: Multiply.shared)
    }

    public static func * (a: consuming Tensor, b: some TensorScalar) -> Tensor {
        let b = a.scalar(of: b)
        return combined(SL_MULTIPLY, a, b, by: Multiply.shared)
    }

    public static func * (a: some TensorScalar, b: consuming Tensor) -> Tensor {
        let a = b.scalar(of: a)
        return combined(SL_MULTIPLY, a, b, by: Multiply.shared)
    }

    public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
    public static func *= (a: inout Tensor, b: some TensorScalar) { a = a * b }
}

final class Divide: SymmetricOperation, @unchecked Sendable {
    static let shared = Divide()
    override var name: String { "divide" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        index == 0 ? v / point.input(1) : -(v * point.output / point.input(1))
    }
}

extension Tensor {
    /// Element-wise quotient; that of integers and bools is float32. `floorDivided(by:)` stays with integers.
    public static func / (a: consuming Tensor, b: consuming Tensor) -> Tensor {
        combined(SL_DIVIDE, a, b, by: Divide.shared)
    }

    public static func / (a: consuming Tensor, b: some TensorScalar) -> Tensor {
        let b = a.scalar(of: b)
        return combined(SL_DIVIDE, a, b, by: Divide.shared)
    }

    public static func / (a: some TensorScalar, b: consuming Tensor) -> Tensor {
        let a = b.scalar(of: a)
        return combined(SL_DIVIDE, a, b, by: Divide.shared)
    }

    public static func /= (a: inout Tensor, b: Tensor) { a = a / b }
    public static func /= (a: inout Tensor, b: some TensorScalar) { a = a / b }
}

final class Negate: SymmetricOperation, @unchecked Sendable {
    static let shared = Negate()
    override var name: String { "negate" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        -v
    }
}

extension Tensor {
    /// Each element with the other sign.
    public static prefix func - (a: Tensor) -> Tensor {
        if a.dtype == .bool { shapeError("negate", "bools have no negative; .! is their \"not\"") }
        return a.mapped(SL_NEGATE, by: Negate.shared)
    }
}

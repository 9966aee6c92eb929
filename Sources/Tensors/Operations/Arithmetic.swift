internal import CKernels

final class Add: Operation, @unchecked Sendable {
    static let shared = Add()
    override var name: String { "add" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient)
        pass.add(to: 1, pass.gradient)
    }
}

extension Tensor {
    /// Element-wise sum.
    public static func + (a: Tensor, b: Tensor) -> Tensor { combined(SL_ADD, a, b, by: Add.shared) }

    public static func + (a: Tensor, b: some TensorScalar) -> Tensor {
        combined(SL_ADD, a, a.scalar(b.tensorValue), by: Add.shared)
    }

    public static func + (a: some TensorScalar, b: Tensor) -> Tensor {
        combined(SL_ADD, b.scalar(a.tensorValue), b, by: Add.shared)
    }

    public static func += (a: inout Tensor, b: Tensor) { a = a + b }
    public static func += (a: inout Tensor, b: some TensorScalar) { a = a + b }
}

final class Subtract: Operation, @unchecked Sendable {
    static let shared = Subtract()
    override var name: String { "subtract" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient)
        pass.add(to: 1, -pass.gradient)
    }
}

extension Tensor {
    /// Element-wise difference.
    public static func - (a: Tensor, b: Tensor) -> Tensor { combined(SL_SUBTRACT, a, b, by: Subtract.shared) }

    public static func - (a: Tensor, b: some TensorScalar) -> Tensor {
        combined(SL_SUBTRACT, a, a.scalar(b.tensorValue), by: Subtract.shared)
    }

    public static func - (a: some TensorScalar, b: Tensor) -> Tensor {
        combined(SL_SUBTRACT, b.scalar(a.tensorValue), b, by: Subtract.shared)
    }

    public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
    public static func -= (a: inout Tensor, b: some TensorScalar) { a = a - b }
}

final class Multiply: Operation, @unchecked Sendable {
    static let shared = Multiply()
    override var name: String { "multiply" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient * pass.input(1))
        pass.add(to: 1, pass.gradient * pass.input(0))
    }
}

extension Tensor {
    /// Element-wise product; for the matrix product see `matmul`.
    public static func * (a: Tensor, b: Tensor) -> Tensor { combined(SL_MULTIPLY, a, b, by: Multiply.shared) }

    public static func * (a: Tensor, b: some TensorScalar) -> Tensor {
        combined(SL_MULTIPLY, a, a.scalar(b.tensorValue), by: Multiply.shared)
    }

    public static func * (a: some TensorScalar, b: Tensor) -> Tensor {
        combined(SL_MULTIPLY, b.scalar(a.tensorValue), b, by: Multiply.shared)
    }

    public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
    public static func *= (a: inout Tensor, b: some TensorScalar) { a = a * b }
}

final class Divide: Operation, @unchecked Sendable {
    static let shared = Divide()
    override var name: String { "divide" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient / pass.input(1))
        pass.add(to: 1, -(pass.gradient * pass.output / pass.input(1)))
    }
}

extension Tensor {
    /// Element-wise quotient.
    public static func / (a: Tensor, b: Tensor) -> Tensor { combined(SL_DIVIDE, a, b, by: Divide.shared) }

    public static func / (a: Tensor, b: some TensorScalar) -> Tensor {
        combined(SL_DIVIDE, a, a.scalar(b.tensorValue), by: Divide.shared)
    }

    public static func / (a: some TensorScalar, b: Tensor) -> Tensor {
        combined(SL_DIVIDE, b.scalar(a.tensorValue), b, by: Divide.shared)
    }

    public static func /= (a: inout Tensor, b: Tensor) { a = a / b }
    public static func /= (a: inout Tensor, b: some TensorScalar) { a = a / b }
}

final class Negate: Operation, @unchecked Sendable {
    static let shared = Negate()
    override var name: String { "negate" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, -pass.gradient)
    }
}

extension Tensor {
    /// Each element with the other sign.
    public static prefix func - (a: Tensor) -> Tensor { a.mapped(SL_NEGATE, by: Negate.shared) }
}

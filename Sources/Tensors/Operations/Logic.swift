internal import CKernels

/// The name of an operation on bits or bools in messages; none of them has a derivative.
private final class Bitwise: Operation, @unchecked Sendable {
    static let and = Bitwise("and")
    static let or = Bitwise("or")
    static let xor = Bitwise("xor")
    static let not = Bitwise("not")
    static let shiftLeft = Bitwise("shift left")
    static let shiftRight = Bitwise("shift right")

    private let title: String
    init(_ title: String) { self.title = title }
    override var name: String { title }

    func callAsFunction(_ kernel: sl_binary_op, _ a: Tensor, _ b: Tensor) -> Tensor {
        for operand in [a, b] where operand.dtype.isFloatingPoint {
            shapeError(title, "\(operand.dtype) has no bits to combine (integers and bools do)")
        }
        return .combined(kernel, a, b, by: self)
    }
}

// On bools these are the logical operations, on integers they work on each bit.
extension Tensor {
    /// "And" of bools, or of the bits of integers.
    public static func .& (a: Tensor, b: Tensor) -> Tensor { Bitwise.and(SL_AND, a, b) }
    public static func .& (a: Tensor, b: some TensorScalar) -> Tensor { Bitwise.and(SL_AND, a, a.scalar(of: b)) }

    /// "Or" of bools, or of the bits of integers.
    public static func .| (a: Tensor, b: Tensor) -> Tensor { Bitwise.or(SL_OR, a, b) }
    public static func .| (a: Tensor, b: some TensorScalar) -> Tensor { Bitwise.or(SL_OR, a, a.scalar(of: b)) }

    /// "Either, but not both" of bools, or of the bits of integers.
    public static func .^ (a: Tensor, b: Tensor) -> Tensor { Bitwise.xor(SL_XOR, a, b) }
    public static func .^ (a: Tensor, b: some TensorScalar) -> Tensor { Bitwise.xor(SL_XOR, a, a.scalar(of: b)) }

    /// "Not" of bools, or the bits of integers inverted.
    public static prefix func .! (a: Tensor) -> Tensor {
        if a.dtype.isFloatingPoint { shapeError("not", "\(a.dtype) has no bits to invert (compare it first)") }
        return a.mapped(SL_NOT, by: Bitwise.not)
    }

    /// Integers with their bits moved to higher places: x · 2ⁿ.
    public static func &<< (a: Tensor, b: Tensor) -> Tensor { Bitwise.shiftLeft(SL_SHIFT_LEFT, a, b) }
    public static func &<< (a: Tensor, b: Int) -> Tensor { Bitwise.shiftLeft(SL_SHIFT_LEFT, a, a.scalar(of: b)) }

    /// Integers with their bits moved to lower places: ⌊x / 2ⁿ⌋.
    public static func &>> (a: Tensor, b: Tensor) -> Tensor { Bitwise.shiftRight(SL_SHIFT_RIGHT, a, b) }
    public static func &>> (a: Tensor, b: Int) -> Tensor { Bitwise.shiftRight(SL_SHIFT_RIGHT, a, a.scalar(of: b)) }
}

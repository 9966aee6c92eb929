internal import CKernels

/// The type of a tensor's elements, known at run time.
///
/// Types stand in three kinds: bool, the integers (uint8, int32, int64) and floating point (float32, float64).
///
/// **Promotion.** An operation on two tensors works in one type (PyTorch's rules):
///
/// - of two kinds the later one's type wins, whatever its size: int64 and float32 give float32;
/// - of one kind the wider type wins: uint8 and int32 give int32, float32 and float64 give float64;
/// - a Swift number has only a kind. It takes the tensor's type where that is of the same or a later kind; else a `Bool`
///   counts as bool, an integer as int64 and a `Float` or `Double` as float32. So `x + 1` has the type of `x` unless `x`
///   holds bools, and `x * 0.5` is float32 where `x` holds integers.
///
/// What has fractions (`/`, `mean`, `exp`, …) is float32 for integers and bools. Sums and products over axes of integers
/// and bools are int64. Comparisons are bool. Integer arithmetic wraps around, as in NumPy and PyTorch; arithmetic of
/// bools is that of NumPy: `+` is "or", `*` is "and", and there is no `-`.
public enum DType: UInt8, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case float32
    case float64
    case int32
    case int64
    case uint8
    case bool

    /// Bytes of one element.
    public var size: Int {
        switch self {
        case .float32, .int32: 4
        case .float64, .int64: 8
        case .uint8, .bool: 1
        }
    }

    /// The name as NumPy and PyTorch write it.
    public var description: String {
        switch self {
        case .float32: "float32"
        case .float64: "float64"
        case .int32: "int32"
        case .int64: "int64"
        case .uint8: "uint8"
        case .bool: "bool"
        }
    }

    /// Whether the type holds fractions, so that a tensor of it can have a gradient.
    @inline(__always) public var isFloatingPoint: Bool { rawValue <= DType.float64.rawValue }

    /// Whether the type is int32, int64 or uint8.
    public var isInteger: Bool { !isFloatingPoint && self != .bool }

    /// The type in which an operation on `a` and `b` works: that of the later kind, the wider of one kind.
    public static func promoted(_ a: DType, _ b: DType) -> DType {
        a.precedence >= b.precedence ? a : b
    }

    /// The type in which an operation on `a` and a Swift number works.
    public static func promoted<Scalar: TensorScalar>(_ a: DType, _ scalar: Scalar.Type) -> DType {
        switch (Scalar.dtype.isFloatingPoint, a) {
        case (_, .float32), (_, .float64): a
        case (true, _): .float32
        case (false, .bool): Scalar.dtype == .bool ? .bool : .int64
        case (false, _): a
        }
    }

    /// Whether the type holds the number, but for its fraction; bool holds whether it is 0.
    func holds<Scalar: TensorScalar>(_ value: Scalar) -> Bool {
        switch self {
        case .float32, .float64, .bool: true
        case .int32: value.tensorValue > -0x1p31 - 1 && value.tensorValue < 0x1p31
        case .int64: !Scalar.dtype.isFloatingPoint || value.tensorValue >= -0x1p63 && value.tensorValue < 0x1p63
        case .uint8: value.tensorValue > -1 && value.tensorValue < 256
        }
    }

    /// Traps where a number written in Swift is not one of the type, which would otherwise become another number.
    func check<Scalar: TensorScalar>(_ value: Scalar, _ advice: String) {
        if holds(value) { return }
        let range =
            switch self {
            case .int32: "-2147483648...2147483647"
            case .uint8: "0...255"
            default: "-9223372036854775808...9223372036854775807"
            }
        shapeError("\(self)", "\(value) is not in \(range)\(advice)")
    }

    private var precedence: Int {
        switch self {
        case .bool: 0
        case .uint8: 1
        case .int32: 2
        case .int64: 3
        case .float32: 4
        case .float64: 5
        }
    }

    @inline(__always) var kernel: sl_dtype { sl_dtype(rawValue: UInt32(rawValue)) }
}

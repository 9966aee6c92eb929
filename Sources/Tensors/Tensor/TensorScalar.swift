/// A Swift number that tensors mix with: `Float`, `Double`, `Int`, `Int64`, `Int32`, `UInt8` or `Bool`.
public protocol TensorScalar: Sendable {
    /// The tensor type that holds these numbers exactly.
    static var dtype: DType { get }
    /// The number in double precision; `true` is 1.
    var tensorValue: Double { get }
    /// The number as an integer: the whole part, the nearest one of those beyond its range, 0 for NaN.
    var integerValue: Int64 { get }
    init(tensorValue: Double)
    init(integerValue: Int64)
}

extension TensorScalar where Self: BinaryFloatingPoint {
    public var tensorValue: Double { Double(self) }
    public var integerValue: Int64 { Int64(saturating: Double(self)) }
    public init(tensorValue: Double) { self = Self(tensorValue) }
    public init(integerValue: Int64) { self = Self(integerValue) }
}

extension TensorScalar where Self: FixedWidthInteger {
    public var tensorValue: Double { Double(self) }
    public var integerValue: Int64 { Int64(self) }
    /// The whole part; the nearest integer of those beyond the range, 0 for NaN.
    public init(tensorValue: Double) { self = Self(clamping: Int64(saturating: tensorValue)) }
    public init(integerValue: Int64) { self = Self(clamping: integerValue) }
}

extension Float: TensorScalar {
    public static var dtype: DType { .float32 }
}

extension Double: TensorScalar {
    public static var dtype: DType { .float64 }
}

extension Int: TensorScalar {
    public static var dtype: DType { .int64 }
}

extension Int64: TensorScalar {
    public static var dtype: DType { .int64 }
}

extension Int32: TensorScalar {
    public static var dtype: DType { .int32 }
}

extension UInt8: TensorScalar {
    public static var dtype: DType { .uint8 }
}

extension Bool: TensorScalar {
    public static var dtype: DType { .bool }
    public var tensorValue: Double { self ? 1 : 0 }
    public var integerValue: Int64 { self ? 1 : 0 }
    public init(tensorValue: Double) { self = tensorValue != 0 }
    public init(integerValue: Int64) { self = integerValue != 0 }
}

extension Int64 {
    /// The whole part; the nearest integer of those beyond the range, 0 for NaN.
    init(saturating value: Double) {
        if value.isNaN {
            self = 0
        } else if value <= -0x1p63 {
            self = .min
        } else {
            self = value >= 0x1p63 ? .max : Int64(value)
        }
    }
}

internal import CKernels

/// The type of a tensor's elements, known at run time.
public enum DType: UInt8, Sendable, Hashable, CustomStringConvertible {
    case float32
    case float64

    /// Bytes of one element.
    public var size: Int {
        switch self {
        case .float32: 4
        case .float64: 8
        }
    }

    /// Whether the elements are real numbers, which have derivatives.
    public var isFloatingPoint: Bool {
        switch self {
        case .float32, .float64: true
        }
    }

    /// The name as NumPy and PyTorch write it.
    public var description: String {
        switch self {
        case .float32: "float32"
        case .float64: "float64"
        }
    }

    /// The type that holds every value of both: float64 if either is.
    public static func promoted(_ a: DType, _ b: DType) -> DType {
        a == .float64 || b == .float64 ? .float64 : .float32
    }

    var kernel: sl_dtype {
        switch self {
        case .float32: SL_FLOAT32
        case .float64: SL_FLOAT64
        }
    }
}

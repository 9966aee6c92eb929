public import Tensors

/// The safetensors format (https://github.com/huggingface/safetensors): a JSON header and packed little-endian data.
///
/// A file is eight bytes with the header's length N, N bytes of JSON that give each tensor's dtype, shape and position,
/// and the tensors' elements in row-major order, without gaps.
public enum Safetensors {
    static let longestHeader = 100_000_000
    static let metadataName = "__metadata__"

    static func name(of dtype: DType) -> String {
        switch dtype {
        case .float32: return "F32"
        case .float64: return "F64"
        case .int32: return "I32"
        case .int64: return "I64"
        case .uint8: return "U8"
        case .bool: return "BOOL"
        @unknown default: fatalError("safetensors: no name for \(dtype)")
        }
    }

    static func dtype(named name: String) -> DType? {
        switch name {
        case "F32": .float32
        case "F64": .float64
        case "I32": .int32
        case "I64": .int64
        case "U8": .uint8
        case "BOOL": .bool
        default: nil
        }
    }
}

/// What a safetensors file holds.
public struct LoadedWeights: Sendable {
    /// The tensors in the order of their data in the file.
    public let tensors: [(name: String, value: Tensor)]
    /// The free text of the file's `__metadata__`.
    public let metadata: [String: String]

    /// The tensor with this name.
    public subscript(name: String) -> Tensor? {
        tensors.first { $0.name == name }?.value
    }
}

public import NeuralNetworks
public import Tensors

/// Writes tensors to a safetensors file, which appears whole or not at all.
///
/// - Throws: `WeightsError` where a name comes twice or the file cannot be written.
public func save(
    _ tensors: [(name: String, value: Tensor)], to path: String, metadata: [String: String] = [:]
) throws(WeightsError) {
    var names: Set<String> = []
    for (name, _) in tensors {
        if name == Safetensors.metadataName {
            throw WeightsError(path: path, tensor: name, problem: "the format keeps this name for itself")
        }
        if !names.insert(name).inserted {
            throw WeightsError(path: path, tensor: name, problem: "the name comes twice; names must differ")
        }
    }
    let ordered = tensors.sorted { a, b in
        a.value.dtype.size != b.value.dtype.size
            ? a.value.dtype.size > b.value.dtype.size : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
    let header = Safetensors.header(ordered, metadata)
    try WeightFile.write(path) { (write) throws(WeightsError) in
        let start = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
        try start.withUnsafeBufferPointer { (bytes) throws(WeightsError) in try write(UnsafeRawBufferPointer(bytes)) }
        for (_, tensor) in ordered {
            try tensor.withPackedBytes { (bytes) throws(WeightsError) in try write(bytes) }
        }
    }
}

/// Writes a model's parameters and buffers to a safetensors file, which appears whole or not at all.
///
/// Names and layouts are those of the model's `state`, the same as PyTorch's.
public func save(_ model: Module, to path: String, metadata: [String: String] = [:]) throws(WeightsError) {
    try save(model.state, to: path, metadata: metadata)
}

extension Safetensors {
    /// The header's JSON, padded with spaces to a multiple of eight bytes.
    static func header(_ tensors: [(name: String, value: Tensor)], _ metadata: [String: String]) -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let entries = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\(quoted(metadataName)):{\(entries.joined(separator: ","))}")
        }
        var offset = 0
        for (name, tensor) in tensors {
            let end = offset + tensor.count * tensor.dtype.size
            let shape = tensor.shape.map { "\($0)" }.joined(separator: ",")
            members.append(
                "\(quoted(name)):{\"dtype\":\"\(Self.name(of: tensor.dtype))\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var bytes = Array("{\(members.joined(separator: ","))}".utf8)
        while bytes.count % 8 != 0 { bytes.append(UInt8(ascii: " ")) }
        return bytes
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

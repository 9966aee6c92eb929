public import NeuralNetworks
import Tensors

/// Reads the tensors of a safetensors file.
///
/// - Throws: `WeightsError` where the file cannot be read, breaks a rule of the format or holds a dtype other than F32
///   and F64.
public func load(_ path: String) throws(WeightsError) -> LoadedWeights {
    try Safetensors.parse(WeightFile.read(path), path: path)
}

/// Reads a safetensors file into a model's parameters and buffers.
///
/// Names, shapes and dtypes must be exactly those of the model's `state`; otherwise the model stays as it was.
///
/// - Throws: `WeightsError` that names the file, the first tensor that does not fit, and what was expected.
public func load(_ path: String, into model: Module) throws(WeightsError) {
    let file = try load(path)
    let parameters = model.namedParameters
    let buffers = model.namedBuffers
    var found: [String: Tensor] = [:]
    for (name, value) in file.tensors { found[name] = value }
    // Those that wait for the model's first input take what they are given.
    let wanted: [(String, Tensor?)] =
        parameters.map { ($0.name, $0.parameter.isInitialized ? $0.parameter.value : nil) }
        + buffers.map { ($0.name, $0.buffer.isInitialized ? $0.buffer.wrappedValue : nil) }
    for (name, wanted) in wanted {
        guard let value = found.removeValue(forKey: name) else {
            throw WeightsError(
                path: path, tensor: name,
                problem:
                    "is missing; the model expects it\(wanted.map { " with shape \($0.shape)" } ?? ""), and the file holds "
                    + (file.tensors.isEmpty ? "nothing" : file.tensors.map(\.name).joined(separator: ", ")))
        }
        guard let wanted else { continue }
        if value.shape != wanted.shape {
            throw WeightsError(
                path: path, tensor: name, problem: "has shape \(value.shape), the model expects \(wanted.shape)")
        }
        if value.dtype != wanted.dtype {
            throw WeightsError(
                path: path, tensor: name, problem: "has dtype \(value.dtype), the model expects \(wanted.dtype)")
        }
    }
    if let extra = file.tensors.first(where: { found[$0.name] != nil }) {
        throw WeightsError(
            path: path, tensor: extra.name,
            problem: "is not part of the model, which has "
                + wanted.map(\.0).joined(separator: ", "))
    }
    for (name, parameter) in parameters { parameter.value = file[name]! }
    for (name, buffer) in buffers { buffer.wrappedValue = file[name]! }
}

/// Reads those tensors of a safetensors file into a model that fit it by name and shape, and leaves the rest of the model as
/// it is: to begin with what another network has learned.
///
/// ```swift
/// let model = ResNet18(classes: 5)
/// print(try Weights.load(partOf: "resnet18.safetensors", into: model, except: "fc"))
/// ```
///
/// A file that a `Trainer` wrote has the model's names with `model.` in front:
/// `renaming: { $0.hasPrefix("model.") ? String($0.dropFirst(6)) : nil }`.
///
/// - Parameters:
///   - patterns: Names of the model that shall stay as they are, and of modules, with `*` for any characters and `?` for one.
///   - renaming: The model's name for one of the file, or `nil` to leave it.
/// - Returns: What was taken, what the model kept, and what of the file was left and why.
/// - Throws: `WeightsError` where the file cannot be read, or nothing of it fits.
@discardableResult
public func load(
    partOf path: String, into model: Module, except patterns: String..., renaming: (String) -> String? = { $0 }
) throws(WeightsError) -> StatePart {
    let file = try load(path)
    do throws(StateError) {
        return try model.load(partOf: file.tensors, except: patterns, renaming: renaming)
    } catch {
        throw WeightsError(path: path, problem: error.description)
    }
}

extension Safetensors {
    private struct Entry {
        let name: String
        let dtype: DType
        let shape: Shape
        let start: Int
        let end: Int
    }

    static func parse(_ file: [UInt8], path: String) throws(WeightsError) -> LoadedWeights {
        func fail(_ problem: String, tensor: String? = nil) -> WeightsError {
            WeightsError(path: path, tensor: tensor, problem: problem)
        }
        if file.count < 8 {
            throw fail("has \(file.count) bytes; a safetensors file starts with 8 bytes for its header's length")
        }
        var claimed: UInt64 = 0
        for byte in file[..<8].reversed() { claimed = claimed << 8 | UInt64(byte) }
        if claimed > UInt64(longestHeader) {
            throw fail("claims a header of \(claimed) bytes; at most \(longestHeader) are allowed")
        }
        let dataStart = 8 + Int(claimed)
        if dataStart > file.count {
            throw fail("claims a header of \(claimed) bytes, but only \(file.count - 8) bytes follow")
        }
        let text = file[8..<dataStart]
        if String(validating: text, as: UTF8.self) == nil { throw fail("the header is not UTF-8") }
        let json: HeaderValue
        do {
            json = try HeaderValue(parsing: text)
        } catch {
            throw fail("the header is not valid JSON at byte \(error.position): \(error.problem)")
        }
        guard case .object(let members) = json else { throw fail("the header is not a JSON object") }

        var metadata: [String: String] = [:]
        var entries: [Entry] = []
        for (name, value) in members {
            if name == metadataName {
                metadata = try parseMetadata(value, path: path)
            } else {
                entries.append(try parseEntry(name, value, path: path))
            }
        }
        entries.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        var end = 0
        for entry in entries {
            if entry.start != end {
                throw fail(
                    "its data starts at \(entry.start), but the data before it ends at \(end) "
                        + "(\(entry.start < end ? "an overlap" : "a hole"))", tensor: entry.name)
            }
            end = entry.end
        }
        let present = file.count - dataStart
        if end != present {
            let last = entries.last?.name
            throw fail("the data should end at \(end), but the file holds \(present) bytes of data", tensor: last)
        }
        let tensors = entries.map { entry in
            let tensor = Tensor(entry.shape, dtype: entry.dtype) { buffer in
                file.withUnsafeBytes { bytes in
                    buffer.copyMemory(
                        from: UnsafeRawBufferPointer(
                            rebasing: bytes[(dataStart + entry.start)..<(dataStart + entry.end)]))
                }
            }
            return (name: entry.name, value: tensor)
        }
        return LoadedWeights(tensors: tensors, metadata: metadata)
    }

    private static func parseMetadata(_ value: HeaderValue, path: String) throws(WeightsError) -> [String: String] {
        guard case .object(let members) = value else {
            throw WeightsError(path: path, tensor: metadataName, problem: "is not a JSON object")
        }
        var metadata: [String: String] = [:]
        for (name, value) in members {
            guard case .string(let text) = value else {
                throw WeightsError(path: path, tensor: metadataName, problem: "\"\(name)\" is not a string")
            }
            metadata[name] = text
        }
        return metadata
    }

    private static func parseEntry(_ name: String, _ value: HeaderValue, path: String) throws(WeightsError) -> Entry {
        func fail(_ problem: String) -> WeightsError { WeightsError(path: path, tensor: name, problem: problem) }
        guard case .object(let members) = value else { throw fail("its header entry is not a JSON object") }
        var fields: [String: HeaderValue] = [:]
        for (field, value) in members { fields[field] = value }
        for field in fields.keys.sorted() where !["dtype", "shape", "data_offsets"].contains(field) {
            throw fail("has an unknown field \"\(field)\"")
        }
        guard case .string(let typeName)? = fields["dtype"] else { throw fail("has no dtype") }
        guard let dtype = dtype(named: typeName) else {
            throw fail("has dtype \(typeName); F32 and F64 can be read")
        }
        guard let lengths = integers(fields["shape"]) else {
            throw fail("has no shape of non-negative integers")
        }
        if lengths.count > Shape.maximumRank {
            throw fail("has \(lengths.count) axes; at most \(Shape.maximumRank) can be read")
        }
        guard let offsets = integers(fields["data_offsets"]), offsets.count == 2, offsets[0] <= offsets[1] else {
            throw fail("has no data_offsets [begin, end]")
        }
        var bytes = dtype.size
        for length in lengths {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
            if overflow { throw fail("has shape \(lengths), more than can be counted") }
            bytes = product
        }
        if offsets[1] - offsets[0] != bytes {
            throw fail(
                "has \(offsets[1] - offsets[0]) bytes of data; shape \(lengths) of \(typeName) wants \(bytes)")
        }
        return Entry(name: name, dtype: dtype, shape: Shape(lengths), start: offsets[0], end: offsets[1])
    }

    private static func integers(_ value: HeaderValue?) -> [Int]? {
        guard case .array(let elements)? = value else { return nil }
        var result: [Int] = []
        for element in elements {
            guard case .integer(let integer) = element, integer >= 0 else { return nil }
            result.append(integer)
        }
        return result
    }
}

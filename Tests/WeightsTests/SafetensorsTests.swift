import Glibc
import NeuralNetworks
import Tensors
import Testing
import Weights

/// A folder that is removed with its contents at the end of the test.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/swiftlet-weights-XXXXXX".utf8CString)
        mkdtemp(&template)
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    var contents: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func file(_ name: String = "x.safetensors") -> String { path + "/" + name }

    func write(_ bytes: [UInt8], _ name: String = "x.safetensors") -> String {
        let stream = fopen(file(name), "w")!
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
        return file(name)
    }

    deinit {
        for name in contents { unlink(file(name)) }
        rmdir(path)
    }
}

func bytes(of path: String) -> [UInt8] {
    guard let stream = fopen(path, "r") else { return [] }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, stream)
    return Array(bytes[..<count])
}

/// A file with this header text and so many bytes of data.
func safetensors(_ header: String, data: Int = 0, claiming claimed: UInt64? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    return withUnsafeBytes(of: (claimed ?? UInt64(text.count)).littleEndian) { Array($0) } + text
        + [UInt8](repeating: 0, count: data)
}

@Suite struct SafetensorsTests {
    let folder = TemporaryFolder()

    @Test func everyTypeComesBack() throws {
        let tensors = DType.allCases.map { ($0.description, Tensor([[1, 0], [3, 200]], dtype: $0)) }
        try save(tensors, to: folder.file())
        let loaded = try load(folder.file())
        for (name, value) in tensors {
            #expect(loaded[name]?.dtype == value.dtype)
            #expect(loaded[name]?.scalars() == value.scalars())
        }
    }

    @Test func tensorsComeBackAsTheyWere() throws {
        let a = Tensor([[1.5, -2], [3, .infinity]])
        let b = Tensor([0.1, 1e300], dtype: .float64)
        let name = "quote \" slash \\ tab \t é"
        try save(
            [("z", a.transposed()), (name, b), ("scalar", Tensor(4)), ("empty", Tensor.zeros([0, 3]))],
            to: folder.file(), metadata: ["format": "pt"])
        let loaded = try load(folder.file())
        #expect(loaded.tensors.map(\.name) == [name, "empty", "scalar", "z"])
        #expect(loaded["z"]?.scalars() == [1.5, 3, -2, .infinity])
        #expect(loaded[name]?.scalars() == [0.1, 1e300])
        #expect(loaded[name]?.dtype == .float64)
        #expect(loaded["scalar"]?.shape == [])
        #expect(loaded["empty"]?.shape == [0, 3])
        #expect(loaded.metadata == ["format": "pt"])
        #expect(folder.contents == ["x.safetensors"])
    }

    @Test func theHeaderIsAlignedAndOrdered() throws {
        try save([("b", Tensor([1])), ("a", Tensor([2])), ("c", Tensor([3], dtype: .float64))], to: folder.file())
        let file = bytes(of: folder.file())
        let length = Int(file[0]) + 256 * Int(file[1])
        #expect(length % 8 == 0)
        let header = String(decoding: file[8..<(8 + length)], as: UTF8.self)
        #expect(
            header.hasPrefix(
                #"{"c":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"#
            ))
        #expect(file.count == 8 + length + 16)
    }

    @Test func everyTruncationIsRefused() throws {
        try save([("w", Tensor([[1, 2], [3, 4]])), ("b", Tensor([1]))], to: folder.file())
        let whole = bytes(of: folder.file())
        #expect(whole.count > 100)
        for length in 0..<whole.count {
            let path = folder.write(Array(whole[..<length]), "cut")
            let error = #expect(throws: WeightsError.self) { try load(path) }
            #expect(error?.description.hasPrefix(path) == true)
        }
        #expect(throws: WeightsError.self) { try load(folder.write(whole + [0], "longer")) }
    }

    @Test(arguments: [
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "4 bytes of data; shape [2] of F32 wants 8"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "a hole"),
        (
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            8, "an overlap"
        ),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            8, "comes twice"
        ),
        (#"{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}"#, 4, "dtype BF16"),
        (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "shape"),
        (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, 4, "shape"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "data_offsets"),
        (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0, "more than can be counted"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}"#, 4, "unknown field"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},}"#, 4, "not valid JSON"),
        (#"{"a":[]}"#, 0, "not a JSON object"),
        (#"[]"#, 0, "not a JSON object"),
        (#"{"__metadata__":{"a":1}}"#, 0, "not a string"),
        (#"{} x"#, 0, "text after the value"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 5, "should end at 4"),
    ])
    func brokenHeadersAreRefused(header: String, data: Int, problem: String) throws {
        let path = folder.write(safetensors(header, data: data))
        let error = #expect(throws: WeightsError.self) { try load(path) }
        #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
        #expect(error?.description.contains(path) == true)
    }

    @Test func enormousHeaderClaimsAreRefused() throws {
        for claimed in [100_000_001, UInt64(Int.max), UInt64.max, 3] as [UInt64] {
            let path = folder.write(safetensors("{}", claiming: claimed))
            #expect(throws: WeightsError.self) { try load(path) }
        }
        let nested = String(repeating: "[", count: 100_000)
        #expect(throws: WeightsError.self) { try load(folder.write(safetensors(nested))) }
    }

    @Test func headersThatAreNotUTF8AreRefused() throws {
        var file = safetensors("{\"__metadata__\":{\"a\":\"??\"}}")
        file[file.firstIndex(of: UInt8(ascii: "?"))!] = 0xFF
        #expect(throws: WeightsError.self) { try load(folder.write(file)) }
    }

    @Test func emptyAndUnpaddedFilesAreRead() throws {
        #expect(try load(folder.write(safetensors("{}"))).tensors.isEmpty)
        let odd = #"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#
        #expect(try load(folder.write(safetensors(odd, data: 4)))["a"]?.item() == 0)
    }

    @Test func missingFilesAndFoldersAreNamed() {
        let error = #expect(throws: WeightsError.self) { try load("/nonexistent/w.safetensors") }
        #expect(error?.description.contains("/nonexistent/w.safetensors: cannot be opened: No such file") == true)
        #expect(throws: WeightsError.self) { try save([("a", Tensor(1))], to: "/nonexistent/w.safetensors") }
        #expect(throws: WeightsError.self) { try load(folder.path) }
    }

    @Test func aFailedSaveLeavesNothingBehind() throws {
        // The rename onto a folder fails after the temporary file is written.
        mkdir(folder.file("taken"), 0o755)
        defer { rmdir(folder.file("taken")) }
        #expect(throws: WeightsError.self) { try save([("a", Tensor(1))], to: folder.file("taken")) }
        #expect(folder.contents == ["taken"])
        #expect(throws: WeightsError.self) { try save([("a", Tensor(1)), ("a", Tensor(2))], to: folder.file()) }
        #expect(folder.contents == ["taken"])
    }

    @Test func filesOfThePythonPackageAreRead() throws {
        let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let loaded = try load("/\(here)/Fixtures/python.safetensors")
        #expect(loaded.metadata == ["format": "np"])
        #expect(loaded["0.weight"]?.shape == [2, 3])
        #expect(loaded["0.weight"]?.scalars() == [0, 0.5, 1, 1.5, 2, 2.5])
        #expect(loaded["0.bias"]?.scalars() == [-1, 1])
        #expect(loaded["double"]?.scalars() == [0.1])
        #expect(loaded["double"]?.dtype == .float64)
    }
}

@Suite struct ModelWeightsTests {
    let folder = TemporaryFolder()

    @Test func aLoadedModelPredictsTheSame() throws {
        let model = Sequential(Linear(4, 3), ReLU(), Linear(3, 2))
        try save(model, to: folder.file())
        let copy = Sequential(Linear(4, 3), ReLU(), Linear(3, 2))
        let x = Tensor.normal([5, 4])
        #expect(model(x).scalars() != copy(x).scalars())
        try load(folder.file(), into: copy)
        #expect(model(x).scalars() == copy(x).scalars())
        #expect(copy.parameters.allSatisfy { $0.value.requiresGrad })
    }

    @Test func modelsWithBuffersAndWaitingParametersComeBack() throws {
        let model = Sequential(Conv2D(1, 2, kernel: 3), BatchNorm2D(2), Flatten(), Linear(8, 3))
        let x = Tensor.normal([4, 1, 4, 4])
        _ = model(x)
        try save(model, to: folder.file())
        let copy = Sequential(Conv2D(nil, 2, kernel: 3), BatchNorm2D(), Flatten(), Linear(outputs: 3))
        try load(folder.file(), into: copy)
        model.eval()
        copy.eval()
        #expect(copy(x).scalars() == model(x).scalars())
        #expect(try load(folder.file())["1.num_batches_tracked"]?.item() == 1)
    }

    @Test func anotherShapeIsNamedAndChangesNothing() throws {
        try save(Sequential(Linear(4, 3), Linear(3, 2)), to: folder.file())
        let other = Sequential(Linear(4, 3), Linear(3, 5))
        let before = other.state.map { $0.value.scalars() }
        let error = #expect(throws: WeightsError.self) { try load(folder.file(), into: other) }
        #expect(
            error?.description
                == "\(folder.file()): tensor \"1.weight\": has shape [2, 3], the model expects [5, 3]")
        #expect(other.state.map { $0.value.scalars() } == before)
    }

    @Test func missingExtraAndMistypedTensorsAreNamed() throws {
        try save(Sequential(Linear(4, 3)), to: folder.file())
        let missing = #expect(throws: WeightsError.self) {
            try load(folder.file(), into: Sequential(Linear(4, 3), Linear(3, 1)))
        }
        #expect(missing?.tensor == "1.weight")
        let extra = #expect(throws: WeightsError.self) {
            try load(folder.file(), into: Sequential(Linear(4, 3, bias: false)))
        }
        #expect(extra?.tensor == "0.bias")
        let mistyped = #expect(throws: WeightsError.self) {
            try load(folder.file(), into: Sequential(Linear(4, 3, dtype: .float64)))
        }
        #expect(mistyped?.problem.contains("float64") == true)
    }

    @Test func aFileCanBeLoadedInPart() throws {
        let donor = Sequential(Linear(2, 3), Linear(3, 2))
        try save(donor.state.map { ("model.\($0.name)", $0.value) }, to: folder.file())
        let model = Sequential(Linear(2, 3), Linear(3, 5))
        let part = try load(partOf: folder.file(), into: model) {
            $0.hasPrefix("model.") ? String($0.dropFirst(6)) : nil
        }
        #expect(part.taken == ["0.weight", "0.bias"] && part.kept == ["1.weight", "1.bias"])
        #expect(model[0].state[0].value.scalars() == donor[0].state[0].value.scalars())
        let wrong = #expect(throws: WeightsError.self) { try load(partOf: folder.file(), into: model) }
        #expect(wrong?.description.contains("nothing of it fits") == true && wrong?.path == folder.file())
        #expect(try load(partOf: folder.file(), into: donor, except: "1") { String($0.dropFirst(6)) }.taken.count == 2)
    }
}

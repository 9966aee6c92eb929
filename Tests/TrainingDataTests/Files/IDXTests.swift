import Tensors
import Testing
import TrainingData

/// The bytes of an IDX file.
func idx(_ type: UInt8, _ shape: [Int], _ data: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(shape.count)]
        + shape.flatMap { length in (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } } + data
}

/// The error that `body` throws.
func dataError<Result>(_ body: () throws -> Result) -> DataError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? DataError
    }
}

@Suite struct IDXTests {
    let folder = TemporaryFolder()

    @Test func bytesOfAnyShapeLoadPackedOrNot() throws {
        let data = (0..<24).map { UInt8($0 * 10) }
        let file = idx(0x08, [2, 3, 4], data)
        for bytes in [file, gzipped(file), gzipped(Array(file[..<9])) + gzipped(Array(file[9...]))] {
            let tensor = try Datasets.idx(folder.write("a", bytes))
            #expect(tensor.shape == [2, 3, 4])
            #expect(tensor.dtype == .uint8)
            #expect(tensor.array(of: UInt8.self) == data)
        }
        // More than the reader takes at once.
        let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        #expect(try Datasets.idx(folder.write("b", gzipped(idx(8, [3_000_000], large)))).array(of: UInt8.self) == large)
    }

    @Test func otherTypesHaveTheirHighestByteFirst() throws {
        func load(_ type: UInt8, _ count: Int, _ data: [UInt8]) throws -> Tensor {
            try Datasets.idx(folder.write("a", idx(type, [count], data)))
        }
        #expect(try load(0x09, 3, [0, 127, 255]).scalars() == [0, 127, -1])
        #expect(try load(0x0b, 2, [1, 2, 0xff, 0xfe]).scalars() == [258, -2])
        let integers = try load(0x0c, 2, [0, 0, 1, 0, 0xff, 0xff, 0xff, 0xff])
        #expect(integers.scalars() == [256, -1] && integers.dtype == .int32)
        let floats = try load(0x0d, 1, [0x3f, 0xc0, 0, 0])
        #expect(floats.scalars() == [1.5] && floats.dtype == .float32)
        let doubles = try load(0x0e, 1, [0xc0, 0, 0, 0, 0, 0, 0, 0])
        #expect(doubles.scalars() == [-2] && doubles.dtype == .float64)
        #expect(try load(0x08, 0, []).shape == [0])
    }

    @Test func damagedFilesSayWhatIsWrong() {
        func problem(_ bytes: [UInt8], limit: Int = 1 << 32) -> String {
            let path = folder.write("a", bytes)
            let error = dataError { try Datasets.idx(path, limit: limit) }
            #expect(error?.path == path)
            return error?.problem ?? "none"
        }
        let good = idx(8, [2, 3], [1, 2, 3, 4, 5, 6])
        #expect(problem([]).contains("is cut off: 0 of the 4 bytes"))
        #expect(problem([0x89, 0x50, 0x4e, 0x47]).contains("is no IDX file: it starts with 89 50 4e 47"))
        #expect(problem([0, 0, 7, 1, 0, 0, 0, 0]).contains("00 00 07 01"))
        #expect(problem(Array(good.dropLast())).contains("5 of the 6 bytes of an array of shape [2, 3]"))
        #expect(problem(Array(good.prefix(7))).contains("of the shape"))
        #expect(problem(good + [0]).contains("goes on after its array"))
        #expect(problem([0, 0, 8, 9]).contains("9 axes"))
        #expect(problem(idx(8, [1 << 30, 1 << 30, 1 << 30], [])).contains("more than the limit"))
        #expect(problem(good, limit: 5).contains("limit of 5 bytes"))
        let packed = gzipped(good)
        #expect(problem(Array(packed.dropLast(9))).contains("cut off"))
        var flipped = packed
        flipped[packed.count - 7] ^= 1
        #expect(problem(flipped).contains("damaged"))
        #expect(dataError { try Datasets.idx(folder.path + "/none") }?.problem.contains("No such file") == true)
        #expect(dataError { try Datasets.idx(folder.path) }?.problem == "is not a regular file")
    }

    @Test func gzipBombsAreNotUnpacked() {
        // A gigabyte of zeros in a megabyte: not even the sixth of it that the header promises may be taken.
        let piece = gzipped([UInt8](repeating: 0, count: 1 << 24))
        let bomb = gzipped(idx(8, [6], [])) + Array((0..<64).map { _ in piece }.joined())
        let path = folder.write("bomb", bomb)
        let error = dataError { try Datasets.idx(path) }
        #expect(error?.problem.contains("goes on after its array of shape [6]") == true)
        let table = dataError { try CSVTable(contentsOf: path, limit: 1 << 20) }
        #expect(table?.problem.contains("unpacks to more than 1048576 bytes") == true)
    }
}

@Suite struct MNISTTests {
    let folder = TemporaryFolder()

    private func writeAll() {
        let pixels = (0..<(3 * 28 * 28)).map { UInt8(truncatingIfNeeded: $0) }
        folder.write("train-images-idx3-ubyte", idx(8, [3, 28, 28], pixels))
        folder.write("train-labels-idx1-ubyte.gz", gzipped(idx(8, [3], [7, 0, 9])))
        folder.write("t10k-images.idx3-ubyte", idx(8, [1, 28, 28], Array(pixels.suffix(784))))
        folder.write("t10k-labels-idx1-ubyte", idx(8, [1], [4]))
    }

    @Test func filesOfAFolderLoad() throws {
        writeAll()
        let (train, test) = try Datasets.mnist(from: folder.path)
        #expect(train.inputs.shape == [3, 1, 28, 28] && train.inputs.dtype == .float32)
        #expect(train.labels == [7, 0, 9] && test.labels == [4])
        #expect(train.inputs[0, 0, 0, 255 % 28].item() == Double(Float(255 % 28) / 255))
        #expect(train.inputs.max().item() == 1)
        let bytes = try Datasets.mnist(from: folder.path, dtype: .uint8)
        #expect(ToFloat()(bytes.train.inputs).scalars() == train.inputs.scalars())
    }

    @Test func filesThatDoNotBelongTogetherAreNamed() {
        writeAll()
        folder.write("train-labels-idx1-ubyte", idx(8, [2], [7, 0]))
        #expect(dataError { try Datasets.mnist(from: folder.path) }?.problem.contains("3 bytes are wanted") == true)
        folder.write("train-labels-idx1-ubyte", idx(8, [3], [7, 10, 0]))
        #expect(dataError { try Datasets.mnist(from: folder.path) }?.problem.contains("label 1 is 10") == true)
        #expect(
            dataError { try Datasets.mnist(from: folder.path + "/none") }?.description.contains(
                "train-images-idx3-ubyte: is missing") == true)
    }
}

public import Tensors

extension Datasets {
    /// Reads a file in the IDX format, which is that of MNIST, packed with gzip or not: an array of any shape, of bytes
    /// (uint8), signed bytes, 16-bit or 32-bit integers (int32) or floating-point numbers (float32 and float64).
    ///
    /// - Parameter limit: The most bytes that the array may have. What the file says of its size is not trusted beyond it.
    /// - Throws: ``DataError`` for a file that is none, that is cut off, or that goes on after its array.
    public static func idx(_ path: String, limit: Int = 1 << 32) throws(DataError) -> Tensor {
        let source = try ByteSource(path)
        let magic = try source.read(exactly: 4, "the header")
        guard magic[0] == 0, magic[1] == 0, let format = IDXFormat(rawValue: magic[2]) else {
            let found = magic.map { hexadecimal($0) }.joined(separator: " ")
            throw DataError(
                path,
                "is no IDX file: it starts with \(found), not with 00 00, a type of 08, 09, 0b, 0c, 0d or 0e and a rank"
            )
        }
        let rank = Int(magic[3])
        if rank > Shape.maximumRank {
            throw DataError(path, "has \(rank) axes; a tensor has at most \(Shape.maximumRank)")
        }
        let header = try source.read(exactly: 4 * rank, "the shape")
        let lengths = (0..<rank).map { axis in
            header[(4 * axis)..<(4 * axis + 4)].reduce(0) { $0 << 8 | Int($1) }
        }
        var size = format.size
        for length in lengths {
            let (product, overflows) = size.multipliedReportingOverflow(by: length)
            if overflows || product > limit {
                throw DataError(path, "has the shape \(lengths), more than the limit of \(limit) bytes")
            }
            size = product
        }
        let shape = Shape(lengths)
        let bytes = try source.read(exactly: size, "an array of shape \(shape)")
        try source.expectEnd("goes on after its array of shape \(shape)")
        return format.tensor(bytes, shape)
    }
}

private enum IDXFormat: UInt8 {
    case uint8 = 0x08
    case int8 = 0x09
    case int16 = 0x0b
    case int32 = 0x0c
    case float32 = 0x0d
    case float64 = 0x0e

    var size: Int {
        switch self {
        case .uint8, .int8: 1
        case .int16: 2
        case .int32, .float32: 4
        case .float64: 8
        }
    }

    /// The numbers, which are stored with their highest byte first.
    func tensor(_ bytes: [UInt8], _ shape: Shape) -> Tensor {
        func word(_ index: Int) -> UInt64 {
            bytes[(index * size)..<((index + 1) * size)].reduce(0) { $0 << 8 | UInt64($1) }
        }
        let count = bytes.count / size
        switch self {
        case .uint8: return Tensor(bytes, shape: shape, dtype: .uint8)
        case .int8: return Tensor(bytes.map { Int32(Int8(bitPattern: $0)) }, shape: shape, dtype: .int32)
        case .int16:
            return Tensor((0..<count).map { Int32(Int16(truncatingIfNeeded: word($0))) }, shape: shape, dtype: .int32)
        case .int32: return Tensor((0..<count).map { Int32(truncatingIfNeeded: word($0)) }, shape: shape, dtype: .int32)
        case .float32:
            return Tensor((0..<count).map { Float(bitPattern: UInt32(word($0))) }, shape: shape, dtype: .float32)
        case .float64: return Tensor((0..<count).map { Double(bitPattern: word($0)) }, shape: shape, dtype: .float64)
        }
    }
}

func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

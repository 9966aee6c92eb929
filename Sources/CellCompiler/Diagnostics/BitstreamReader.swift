/// Reads LLVM's bitstream container, in which the compiler writes what it has to say to tools.
///
/// <https://llvm.org/docs/BitCodeFormat.html#bitstream-format>
struct BitstreamReader {
    struct Record {
        var code: Int
        var fields: [UInt64]
        /// Bytes that belong to the record, as of a text.
        var blob: ArraySlice<UInt8> = []
    }

    enum Element {
        case blockStart(Int)
        case blockEnd
        case record(Record)
    }

    struct Malformed: Error {}

    private enum Operand {
        case literal(UInt64)
        case fixed(Int)
        case variable(Int)
        case character
        case array
        case blob

        var takesRoom: Bool {
            switch self {
            case .literal: false
            case .fixed(let width), .variable(let width): width > 0
            case .character, .array, .blob: true
            }
        }
    }

    private struct Block {
        var id: Int
        var abbreviationWidth: Int
        var abbreviations: [[Operand]]
    }

    private let bytes: [UInt8]
    private var position = 0
    private var blocks = [Block(id: -1, abbreviationWidth: 2, abbreviations: [])]
    /// What a block of type 0 defines for all blocks of another type.
    private var sharedAbbreviations: [Int: [[Operand]]] = [:]
    private var describedBlock = -1

    /// - Parameter magic: The four bytes that such a file begins with.
    init(_ bytes: [UInt8], magic: String) throws(Malformed) {
        guard bytes.starts(with: magic.utf8) else { throw Malformed() }
        self.bytes = bytes
        position = magic.utf8.count * 8
    }

    /// The next element; nothing at the end of the file.
    mutating func next() throws(Malformed) -> Element? {
        while bytes.count * 8 - position >= 32 || blocks.count > 1 {
            switch try read(blocks.last!.abbreviationWidth) {
            case 0:
                alignToWord()
                guard blocks.count > 1 else { throw Malformed() }
                if blocks.removeLast().id != BitstreamReader.infoBlock { return .blockEnd }
            case 1:
                let id = try readInteger(8)
                let width = try readInteger(4)
                alignToWord()
                _ = try read(32)
                blocks.append(
                    Block(id: id, abbreviationWidth: width, abbreviations: sharedAbbreviations[id] ?? []))
                if id != BitstreamReader.infoBlock { return .blockStart(id) }
            case 2: try define()
            case 3:
                let code = try readInteger(6)
                var record = Record(code: code, fields: [])
                for _ in 0..<(try readVariable(6)) { record.fields.append(try readVariable(6)) }
                if let record = try taken(record) { return record }
            case let abbreviation:
                let defined = blocks.last!.abbreviations
                guard abbreviation - 4 < defined.count else { throw Malformed() }
                if let record = try taken(try readRecord(defined[Int(abbreviation - 4)])) { return record }
            }
        }
        return nil
    }

    private static let infoBlock = 0

    /// The record, unless it is one of the container's own.
    private mutating func taken(_ record: Record) throws(Malformed) -> Element? {
        guard blocks.last!.id == BitstreamReader.infoBlock else { return .record(record) }
        if record.code == 1, let id = record.fields.first { describedBlock = Int(truncatingIfNeeded: id) }
        return nil
    }

    private mutating func define() throws(Malformed) {
        var operands: [Operand] = []
        for _ in 0..<(try readVariable(5)) {
            if try read(1) == 1 {
                operands.append(.literal(try readVariable(8)))
                continue
            }
            switch try read(3) {
            case 1: operands.append(.fixed(try readInteger(5)))
            case 2: operands.append(.variable(try readInteger(5)))
            case 3: operands.append(.array)
            case 4: operands.append(.character)
            case 5: operands.append(.blob)
            default: throw Malformed()
            }
        }
        if blocks.last!.id == BitstreamReader.infoBlock {
            sharedAbbreviations[describedBlock, default: []].append(operands)
        } else {
            blocks[blocks.count - 1].abbreviations.append(operands)
        }
    }

    private mutating func readRecord(_ operands: [Operand]) throws(Malformed) -> Record {
        var fields: [UInt64] = []
        var blob: ArraySlice<UInt8> = []
        var rest = operands[...]
        while let operand = rest.popFirst() {
            switch operand {
            case .array:
                // What takes no room could come without end.
                guard let element = rest.popFirst(), element.takesRoom else { throw Malformed() }
                for _ in 0..<(try readVariable(6)) { fields.append(try readField(element)) }
            case .blob:
                let length = try readInteger(6)
                alignToWord()
                let start = position / 8
                guard length <= bytes.count - start else { throw Malformed() }
                blob = bytes[start..<start + length]
                position += length * 8
                alignToWord()
            default: fields.append(try readField(operand))
            }
        }
        guard let code = fields.first else { throw Malformed() }
        return Record(code: Int(truncatingIfNeeded: code), fields: Array(fields.dropFirst()), blob: blob)
    }

    private mutating func readField(_ operand: Operand) throws(Malformed) -> UInt64 {
        switch operand {
        case .literal(let value): value
        case .fixed(let width): try read(width)
        case .variable(let width): try readVariable(width)
        case .character: try read(6)
        case .array, .blob: throw Malformed()
        }
    }

    private mutating func readInteger(_ width: Int) throws(Malformed) -> Int {
        guard let value = Int(exactly: try readVariable(width)) else { throw Malformed() }
        return value
    }

    /// An integer in groups of so many bits, the highest of which tells that another group follows.
    private mutating func readVariable(_ width: Int) throws(Malformed) -> UInt64 {
        guard width > 0 else { return 0 }
        let more: UInt64 = 1 << UInt64(width - 1)
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let group = try read(width)
            value |= (group & (more - 1)) << shift
            if group & more == 0 { return value }
            shift += UInt64(width - 1)
        }
    }

    private mutating func read(_ width: Int) throws(Malformed) -> UInt64 {
        guard width <= 64, position + width <= bytes.count * 8 else { throw Malformed() }
        var value: UInt64 = 0
        for bit in 0..<width {
            let at = position + bit
            value |= UInt64(bytes[at / 8] >> UInt8(at % 8) & 1) << UInt64(bit)
        }
        position += width
        return value
    }

    private mutating func alignToWord() {
        position = (position + 31) / 32 * 32
    }
}

import Foundation

/// The sections and symbols of a 64-bit little-endian ELF file (System V ABI, chapter 4).
struct ELFFile {
    struct Symbol: Equatable {
        var name: String
        /// Its address, counted from where the file is loaded.
        var address: Int
        var size: Int
        /// Whether other files see it.
        var isExported: Bool
    }

    private struct Header {
        var name: Int
        var type: Int
        var address: Int
        var offset: Int
        var size: Int
        var link: Int
    }

    private let file: [UInt8]
    private var headers: [Header] = []
    private var names = 0

    init?(_ data: Data) {
        guard data.count >= 64, data.prefix(4).elementsEqual([0x7f, 0x45, 0x4c, 0x46]) else { return nil }
        file = Array(data)
        let table = integer(0x28, 8)
        let entrySize = integer(0x3a, 2)
        headers = (0..<integer(0x3c, 2)).map { index in
            let header = table + index * entrySize
            return Header(
                name: integer(header, 4), type: integer(header + 4, 4), address: integer(header + 0x10, 8),
                offset: integer(header + 0x18, 8),
                size: integer(header + 0x20, 8), link: integer(header + 0x28, 4))
        }
        let nameSection = integer(0x3e, 2)
        guard headers.indices.contains(nameSection) else { return nil }
        names = headers[nameSection].offset
    }

    func contents(of name: String) -> ArraySlice<UInt8>? {
        headers.first { string(at: names + $0.name) == name }.flatMap { bytes($0.offset, $0.size) }
    }

    /// The symbols of the static symbol table.
    var symbols: [Symbol] {
        let symbolTable = 2
        let entrySize = 24
        guard let table = headers.first(where: { $0.type == symbolTable }), headers.indices.contains(table.link) else {
            return []
        }
        let strings = headers[table.link].offset
        return stride(from: table.offset, to: table.offset + table.size, by: entrySize).map { entry in
            let isGlobal = integer(entry + 4, 1) >> 4 == 1
            let isDefined = integer(entry + 6, 2) != 0
            return Symbol(
                name: string(at: strings + integer(entry, 4)), address: integer(entry + 8, 8),
                size: integer(entry + 16, 8), isExported: isGlobal && isDefined)
        }
    }

    /// Where in the file the content of an address stands.
    func offset(ofAddress address: Int) -> Int? {
        let withoutContent = 8
        return headers.first {
            $0.type != withoutContent && $0.address > 0 && ($0.address..<$0.address + $0.size).contains(address)
        }.map { $0.offset + address - $0.address }
    }

    func integer(_ offset: Int, _ size: Int) -> Int {
        guard let bytes = bytes(offset, size) else { return 0 }
        return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    func string(at offset: Int) -> String {
        guard file.indices.contains(offset) else { return "" }
        return String(decoding: file[offset...].prefix { $0 != 0 }, as: UTF8.self)
    }

    private func bytes(_ offset: Int, _ count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= file.count, count <= file.count - offset else { return nil }
        return file[offset..<offset + count]
    }
}

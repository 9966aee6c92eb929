import Foundation

/// The libraries that an object file asks to be linked with (`-lFoundation`), which the compiler writes down in the
/// section `.swift1_autolink_entries` of a 64-bit ELF file, separated by zero bytes.
func autolinkedLibraries(ofObject path: String) throws -> [String] {
    let object = try Data(contentsOf: URL(fileURLWithPath: path))
    guard let entries = ELFSections(object)?.contents(of: ".swift1_autolink_entries") else { return [] }
    var seen: Set<String> = []
    return entries.split(separator: 0)
        .flatMap { String(decoding: $0, as: UTF8.self).split(separator: " ").map(String.init) }
        .filter { $0.hasPrefix("-l") && seen.insert($0).inserted }
}

/// The section table of a 64-bit little-endian ELF file (System V ABI, chapter 4).
private struct ELFSections {
    private let file: Data
    private let headers: [(name: Int, offset: Int, size: Int)]
    private let names: Int

    init?(_ file: Data) {
        guard file.count >= 64, file.prefix(4).elementsEqual([0x7f, 0x45, 0x4c, 0x46]) else { return nil }
        func integer(_ offset: Int, _ size: Int) -> Int {
            guard offset >= 0, offset + size <= file.count else { return 0 }
            return (0..<size).reversed().reduce(0) { $0 << 8 | Int(file[file.startIndex + offset + $1]) }
        }
        let table = integer(0x28, 8)
        let entrySize = integer(0x3a, 2)
        self.file = file
        headers = (0..<integer(0x3c, 2)).map { index in
            let header = table + index * entrySize
            return (integer(header, 4), integer(header + 0x18, 8), integer(header + 0x20, 8))
        }
        let nameSection = integer(0x3e, 2)
        guard headers.indices.contains(nameSection) else { return nil }
        names = headers[nameSection].offset
    }

    func contents(of name: String) -> Data? {
        let wanted = Array(name.utf8) + [0]
        guard let header = headers.first(where: { bytes(names + $0.name, wanted.count)?.elementsEqual(wanted) == true })
        else { return nil }
        return bytes(header.offset, header.size)
    }

    private func bytes(_ offset: Int, _ count: Int) -> Data? {
        guard offset >= 0, count >= 0, offset + count <= file.count else { return nil }
        return file[file.startIndex + offset..<file.startIndex + offset + count]
    }
}

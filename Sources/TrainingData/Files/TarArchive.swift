/// The contents of those files of a tar archive, packed with gzip or not, whose names are wanted.
package func tarMembers(_ path: String, _ wanted: Set<String>, limit: Int) throws(DataError) -> [String: [UInt8]] {
    let source = try ByteSource(path)
    var members: [String: [UInt8]] = [:]
    var left = limit
    while members.count < wanted.count {
        let header = try source.read(512)
        // An archive ends with blocks of zeros, or just ends.
        if header.isEmpty || header.allSatisfy({ $0 == 0 }) { break }
        func text(_ range: Range<Int>) -> String { String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self) }
        guard header.count == 512, header[257..<262].elementsEqual("ustar".utf8),
            let size = Int(text(124..<136).filter { $0 != " " }, radix: 8), size >= 0
        else { throw DataError(path, "is no tar archive, or damaged") }
        left -= size
        if left < 0 { throw DataError(path, "unpacks to more than \(limit) bytes") }
        let content = try source.read(exactly: (size + 511) / 512 * 512, "a member of the archive")
        let name = text(345..<500).isEmpty ? text(0..<100) : text(345..<500) + "/" + text(0..<100)
        if wanted.contains(name) { members[name] = Array(content.prefix(size)) }
    }
    return members
}

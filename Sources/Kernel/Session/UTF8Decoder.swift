/// Decodes text that arrives in pieces, whose borders may lie inside a character.
struct UTF8Decoder {
    private var rest: [UInt8] = []

    mutating func decode(_ bytes: [UInt8]) -> String {
        let all = rest + bytes
        let complete = all.count - incompleteSuffix(of: all)
        rest = Array(all[complete...])
        return String(decoding: all[..<complete], as: UTF8.self)
    }

    /// How many bytes at the end begin a character that is not over.
    private func incompleteSuffix(of bytes: [UInt8]) -> Int {
        for length in 1...3 where length <= bytes.count {
            let byte = bytes[bytes.count - length]
            let needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
            if byte & 0xc0 != 0x80 { return needed > length ? length : 0 }
        }
        return 0
    }
}

/// The lines of a text around a place. Of a very long cell, nobody can wait until the compiler has read all.
package struct TextWindow: Sendable {
    package let text: String
    /// Where it begins in the whole, in bytes of UTF-8.
    package let start: Int

    /// How many bytes there are before and behind the place.
    private static let reach = 1 << 14

    /// - Parameter offset: In bytes of UTF-8.
    package init(_ whole: String, around offset: Int) {
        guard whole.utf8.count > 2 * TextWindow.reach else {
            (text, start) = (whole, 0)
            return
        }
        let newline = UInt8(ascii: "\n")
        let bytes = Array(whole.utf8)
        let first = max(0, offset - TextWindow.reach)
        let last = min(bytes.count, offset + TextWindow.reach)
        // A line without end is cut where a character begins.
        let start =
            first == 0
            ? 0 : bytes[first..<offset].firstIndex(of: newline).map { $0 + 1 } ?? characterStart(first, bytes)
        let end =
            last == bytes.count ? last : bytes[offset..<last].lastIndex(of: newline) ?? characterStart(last, bytes)
        text = String(decoding: bytes[start..<end], as: UTF8.self)
        self.start = start
    }
}

private func characterStart(_ offset: Int, _ bytes: [UInt8]) -> Int {
    var offset = offset
    while offset > 0, offset < bytes.count, bytes[offset] & 0xc0 == 0x80 { offset -= 1 }
    return offset
}

/// Places in a text as the Jupyter protocol counts them, in Unicode code points, and as the compiler does, in bytes of
/// UTF-8.
///
/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#cursor-pos-unicode-note>
package enum CodePoints {
    /// The UTF-8 offset of a position; that of the text's start or end where the position lies outside of it.
    package static func offset(of position: Int, in text: String) -> Int {
        var text = text
        return text.withUTF8 { bytes in
            var left = position
            for (offset, byte) in bytes.enumerated() where byte & 0xc0 != 0x80 {
                if left <= 0 { return offset }
                left -= 1
            }
            return position <= 0 ? 0 : bytes.count
        }
    }

    package static func position(of offset: Int, in text: String) -> Int {
        var text = text
        return text.withUTF8 { bytes in bytes.prefix(max(offset, 0)).count { $0 & 0xc0 != 0x80 } }
    }
}

extension StringProtocol {
    /// How many columns of a terminal the text takes.
    var columnWidth: Int {
        reduce(0) { $0 + $1.columnWidth }
    }
}

extension Character {
    /// East Asian wide characters and emoji take two columns (Unicode Standard Annex 11), and marks that stand alone
    /// none.
    fileprivate var columnWidth: Int {
        guard let first = unicodeScalars.first, first.value >= 0x300 else { return 1 }
        if first.properties.isEmojiPresentation || unicodeScalars.dropFirst().contains("\u{FE0F}") { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return Self.wideRanges.contains { $0.contains(first.value) } ? 2 : 1
        }
    }

    /// Hangul, CJK with its punctuation and its kana, full-width forms, and the ideographs of the planes 2 and 3.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x20000...0x3FFFD,
    ]
}

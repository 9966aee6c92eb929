/// How well what somebody typed stands for a name; the lesser, the better.
package enum NameMatch: Int, Comparable, Sendable {
    case prefix
    /// But for capital letters.
    case prefixInOtherCase
    /// Pieces that begin at words of the name: `sM` or `softm` for `logSoftmax`.
    case words
    /// Somewhere inside, three characters or more.
    case inside

    package static func < (one: NameMatch, other: NameMatch) -> Bool { one.rawValue < other.rawValue }

    /// Nothing where the name does not match.
    package init?(of typed: String, in name: String) {
        if name.hasPrefix(typed) {
            self = .prefix
            return
        }
        let (wanted, text) = (Array(typed.lowercased()), Array(name))
        let lowered = text.map { Character($0.lowercased()) }
        guard wanted.count <= text.count, lowered.count == text.count else { return nil }
        if lowered.starts(with: wanted) {
            self = .prefixInOtherCase
        } else if NameMatch.matchesWords(wanted[...], in: text, lowered: lowered, from: 0, continues: false) {
            self = .words
        } else if wanted.count >= 3, String(lowered).contains(String(wanted)) {
            self = .inside
        } else {
            return nil
        }
    }

    private static func matchesWords(
        _ wanted: ArraySlice<Character>, in text: [Character], lowered: [Character], from start: Int, continues: Bool
    ) -> Bool {
        guard let next = wanted.first else { return true }
        for index in start..<max(start, text.count) where lowered[index] == next {
            guard continues && index == start || isWordStart(index, in: text) else { continue }
            if matchesWords(wanted.dropFirst(), in: text, lowered: lowered, from: index + 1, continues: true) {
                return true
            }
        }
        return false
    }

    private static func isWordStart(_ index: Int, in text: [Character]) -> Bool {
        guard index > 0 else { return true }
        let (before, here) = (text[index - 1], text[index])
        return here.isUppercase && !before.isUppercase || before == "_" && here != "_"
            || here.isNumber && !before.isNumber || here.isLetter && before.isNumber
            || here.isUppercase && index + 1 < text.count && text[index + 1].isLowercase
    }
}

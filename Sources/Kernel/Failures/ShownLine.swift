/// A line of a cell as it is shown: tabs as blanks, and of a very long line the part that matters.
///
/// What stands below it is placed by the columns that characters take on the screen, of which Chinese characters and
/// emoji take two.
struct ShownLine {
    /// For each character that is shown, how it is shown and how wide that is.
    private let cells: [(text: String, width: Int)]
    /// The character that `cells` begins with.
    private let start: Int
    private let isCutAtEnd: Bool

    private static let mostColumns = 110
    private static let tab = "    "

    /// - Parameter position: The character that must be seen, counted from 0.
    init(_ text: String, around position: Int) {
        let all = text.map { $0 == "\t" ? (ShownLine.tab, 4) : (String($0), $0.columns) }
        guard all.reduce(0, { $0 + $1.1 }) > ShownLine.mostColumns else {
            (cells, start, isCutAtEnd) = (all, 0, false)
            return
        }
        // A third of the room for what comes before.
        var start = min(position, all.count)
        var before = 0
        while start > 0, before + all[start - 1].1 <= ShownLine.mostColumns / 3 {
            start -= 1
            before += all[start].1
        }
        var end = start
        var columns = 0
        while end < all.count, columns + all[end].1 <= ShownLine.mostColumns {
            columns += all[end].1
            end += 1
        }
        (cells, self.start, isCutAtEnd) = (Array(all[start..<end]), start, end < all.count)
    }

    private var prefix: String { start > 0 ? "…" : "" }

    var text: String { text(marking: [], with: { $0 }) }

    /// - Parameter ranges: Characters of the whole line, in order.
    func text(marking ranges: [Range<Int>], with style: (String) -> String) -> String {
        var result = prefix
        var index = 0
        while index < cells.count {
            let range = ranges.first { $0.contains(index + start) }
            let end = range.map { min($0.upperBound - start, cells.count) } ?? index + 1
            let part = cells[index..<end].map(\.text).joined()
            result += range == nil ? part : style(part)
            index = end
        }
        return result + (isCutAtEnd ? "…" : "")
    }

    /// `~~~^~~~`: the caret under a character, or behind the last one, and tildes under ranges.
    func underline(caret: Int, ranges: [Range<Int>]) -> String {
        var result = prefix.isEmpty ? "" : " "
        for (index, cell) in cells.enumerated() {
            let mark = ranges.contains { $0.contains(index + start) } ? "~" : " "
            let isCaret = index + start == caret
            result +=
                isCaret
                ? "^" + String(repeating: mark, count: max(0, cell.width - 1))
                : String(repeating: mark, count: cell.width)
        }
        if caret - start >= cells.count { result += "^" }
        while result.last == " " { result.removeLast() }
        return result
    }
}

extension Character {
    /// How many columns a terminal gives the character, as Unicode's East Asian Width (UAX #11) and emoji have it.
    var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if unicodeScalars.contains("\u{fe0f}") || first.properties.isEmojiPresentation { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        switch first.value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97c, 0xac00...0xd7a3, 0xf900...0xfaff,
            0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6, 0x1f200...0x1f2ff, 0x20000...0x3fffd:
            return 2
        default: return 1
        }
    }
}

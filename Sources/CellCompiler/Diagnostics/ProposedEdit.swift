import Foundation

/// A change to a cell's text that the compiler proposes.
struct ProposedEdit {
    /// In bytes of the cell's text.
    var range: Range<Int>
    var text: String

    private static let mostLines = 12

    /// The lines that the edits change, as they would be after them.
    static func fix(of cell: CellText, _ edits: [ProposedEdit]) -> Diagnostic.Fix? {
        let edits = edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
        var lines: [Diagnostic.Fix.Line] = []
        var rest = edits[...]
        while let first = rest.first {
            // Edits whose lines meet are shown together.
            var last = cell.line(at: first.range.upperBound)
            let group = rest.prefix { edit in
                guard cell.line(at: edit.range.lowerBound) <= last else { return false }
                last = max(last, cell.line(at: edit.range.upperBound))
                return true
            }
            rest = rest.dropFirst(group.count)
            let start = cell.bytes(ofLine: cell.line(at: first.range.lowerBound)).lowerBound
            lines += changed(cell, start..<cell.bytes(ofLine: last).upperBound, by: group)
        }
        return lines.count <= mostLines ? Diagnostic.Fix(lines: lines) : nil
    }

    private static func changed(
        _ cell: CellText, _ bytes: Range<Int>, by edits: ArraySlice<ProposedEdit>
    ) -> [Diagnostic.Fix.Line] {
        var lines = [Diagnostic.Fix.Line(text: "", inserted: [])]
        func append(_ text: String, isInserted: Bool) {
            for (index, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { lines.append(Diagnostic.Fix.Line(text: "", inserted: [])) }
                let start = lines[lines.count - 1].text.count
                lines[lines.count - 1].text += part
                let end = lines[lines.count - 1].text.count
                if isInserted && start < end { lines[lines.count - 1].inserted.append(start..<end) }
            }
        }
        var position = bytes.lowerBound
        for edit in edits where edit.range.lowerBound >= position {
            append(cell.text(position..<edit.range.lowerBound), isInserted: false)
            append(withReadablePlaceholders(edit.text), isInserted: true)
            position = edit.range.upperBound
        }
        append(cell.text(position..<bytes.upperBound), isInserted: false)
        return lines
    }

    /// "<#T##Int#>", which an editor would let fill in, as "<Int>".
    private static func withReadablePlaceholders(_ text: String) -> String {
        text.replacing(/<#(?:T##)?(.*?)#>/) { "<\($0.1.components(separatedBy: "##").last!)>" }
    }
}

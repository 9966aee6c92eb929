import CellCompiler
import JupyterWire
import LanguageService

/// The name of a directive in a cell.
struct DirectiveName {
    /// With the percent signs, as it is written.
    let text: String
    /// Where it stands, as UTF-8 offsets.
    let range: Range<Int>
    /// What of it is before the cursor.
    private let typed: String

    /// Nothing where the cursor is not in the name of a directive.
    init?(in code: String, at cursor: Int) {
        let before = code.utf8.prefix(cursor)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map(before.index(after:)) ?? before.startIndex
        let written = Substring(before[lineStart...]).drop { $0 == " " || $0 == "\t" }
        let percents = written.prefix { $0 == "%" }.count
        guard (1...2).contains(percents), written.dropFirst(percents).allSatisfy(isNamePart) else { return nil }
        let rest = Substring(code.utf8.dropFirst(cursor)).prefix(while: isNamePart)
        typed = String(written)
        text = typed + rest
        range = cursor - typed.utf8.count..<cursor + rest.utf8.count
    }

    /// The directives whose names begin so, as they are written on a line or before a cell.
    var completions: [CompletionList.Item] {
        let name = typed.drop { $0 == "%" }
        let forms = Directives.all.filter { $0.name.hasPrefix(name) }.flatMap { directive in
            ["%", "%%"].filter { percents in
                percents.hasPrefix(typed.prefix { $0 == "%" })
                    && directive.usages.contains { $0.isCell == (percents == "%%") }
            }.map { $0 + directive.name }
        }
        return forms.map { CompletionList.Item(text: $0, type: "magic") }
    }

    /// What `%help` tells of it.
    var inspection: Inspection? {
        let name = String(text.drop { $0 == "%" })
        return Directives.named(name) == nil ? nil : Inspection(help: HelpDirective.texts(of: name))
    }
}

private func isNamePart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
}

/// The Swift of a cell that is being written, with its directives blanked out.
struct DraftText {
    let swift: String
    private var marks: [CellMark] = []

    init(_ code: String) {
        if let cell = try? NotebookCell(code) {
            (swift, marks) = (cell.swift, cell.marks)
            return
        }
        // Where one of the directives is not yet what it will be, the lines of all do without.
        swift = code.blanking(
            code.matches(of: /(?m)^[ \t]*%{1,2}[A-Za-z_].*$/).map { match in
                let start = code.utf8.distance(from: code.startIndex, to: match.range.lowerBound)
                return start..<start + match.0.utf8.count
            })
    }

    /// Whether a place belongs to a directive.
    func isDirective(at offset: Int) -> Bool {
        marks.contains { $0.range.lowerBound < offset && offset <= $0.range.upperBound }
    }
}

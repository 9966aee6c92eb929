import SwiftDiagnostics
import SwiftParser
import SwiftParserDiagnostics
import SwiftSyntax

/// What keeps a cell's text from being parsed, in the words of SwiftParser.
///
/// The compiler's own parser goes on to check the types of what it could make out, and tells learners of unknown names
/// and circular references where a bracket is missing.
struct SyntaxErrors {
    private typealias ParserDiagnostic = SwiftDiagnostics.Diagnostic

    private let cell: CellText

    static func diagnostics(of cell: CellText) -> [Diagnostic] {
        let file = Parser.parse(source: cell.code)
        guard file.hasError else { return [] }
        let errors = ParseDiagnosticsGenerator.diagnostics(for: file).filter { $0.diagMessage.severity == .error }
        let view = SyntaxErrors(cell: cell)
        var words: Set<String> = []
        return view.gathered(errors).map { group in
            var told = view.told(group)
            let line = cell.bytes(ofLine: told.place!.line)
            for token in file.tokens(viewMode: .sourceAccurate) where line.contains(token.contentRange.lowerBound) {
                guard let note = PythonWords.note(on: token.text), words.insert(token.text).inserted else { continue }
                told.notes.append(note)
                // What would make two statements of it is no help.
                told.fix = nil
            }
            return told
        }
    }

    /// What is wrong in one place, or several times in a line, is told once.
    private func gathered(_ all: [ParserDiagnostic]) -> [[ParserDiagnostic]] {
        var groups: [[ParserDiagnostic]] = []
        for one in all {
            let same = groups.firstIndex { group in
                group[0].position == one.position
                    || group[0].message == one.message
                        && cell.line(at: group[0].position.utf8Offset) == cell.line(at: one.position.utf8Offset)
            }
            if let same { groups[same].append(one) } else { groups.append([one]) }
        }
        return groups
    }

    private func told(_ group: [ParserDiagnostic]) -> Diagnostic {
        let first = group[0]
        let marked = group.flatMap { one in
            let place = one.position.utf8Offset
            return one.highlights.map(\.contentRange).filter { !$0.isEmpty }
                + (one.position == first.position ? [] : [place..<place])
        }
        let others = group.map(\.message).filter { $0 != first.message }.map { Diagnostic(.note, $0) }
        let notes = group.flatMap(\.notes).map { note in
            Diagnostic(.note, note.message, at: cell.place(note.position.utf8Offset))
        }
        let edits = edits(mending: group)
        return Diagnostic(
            .error, first.message, at: cell.place(first.position.utf8Offset, marking: marked),
            fix: edits.isEmpty ? nil : ProposedEdit.fix(of: cell, edits), notes: others + notes)
    }

    /// Where there are several ways to mend a thing, the first is as good as any. What is unexpected where something
    /// else is missing stands in its place.
    private func edits(mending group: [ParserDiagnostic]) -> [ProposedEdit] {
        let insertions = group.compactMap(\.fixIts.first).flatMap(\.edits).map {
            ProposedEdit(range: $0.range.lowerBound.utf8Offset..<$0.range.upperBound.utf8Offset, text: $0.replacement)
        }
        guard !insertions.isEmpty else { return [] }
        let removals = group.filter(\.fixIts.isEmpty).flatMap(\.highlights).map {
            ProposedEdit(range: $0.contentRange, text: "")
        }
        return insertions + removals.filter { $0.range.lowerBound >= insertions[0].range.upperBound }
    }
}

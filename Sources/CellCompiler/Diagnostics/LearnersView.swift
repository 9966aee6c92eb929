import Foundation

/// Turns the compiler's diagnostics into what a learner is told: about their own text, in their own columns, without the
/// names that the engine gives to things.
struct LearnersView {
    let cell: CellText
    /// The file that the compiler read.
    let sourcePath: String
    let texts: CellTexts
    private let names: LearnersNames
    let explanations: Explanations

    init(cell: CellText, sourcePath: String, texts: CellTexts, scope: SessionScope) {
        self.cell = cell
        self.sourcePath = sourcePath
        self.texts = texts
        names = LearnersNames(texts: texts)
        explanations = Explanations(cell: cell, texts: texts, scope: scope)
    }

    /// - Parameter text: What the compiler printed, which shows declarations of libraries that it made no file of.
    func diagnostics(_ all: [SerializedDiagnostic], text: String) -> [Diagnostic] {
        var declarations = LibraryDeclarations(text)
        let shown = gathered(all).compactMap { diagnostic -> Diagnostic? in
            let seen = placed(diagnostic, &declarations)
            return isOfNoConcern(diagnostic) ? nil : seen
        }
        // Sorting keeps the compiler's order where places are the same.
        return withoutRepetitions(shown.sorted { $0.order.lexicographicallyPrecedes($1.order) })
    }

    /// What is wrong several times in a line is told once, with all its places and edits.
    private func gathered(_ all: [SerializedDiagnostic]) -> [SerializedDiagnostic] {
        var result: [SerializedDiagnostic] = []
        for diagnostic in all {
            let same = result.firstIndex { first in
                first.message == diagnostic.message && first.severity == diagnostic.severity
                    && first.location?.file == diagnostic.location?.file
                    && first.location?.line == diagnostic.location?.line
            }
            guard let same, let location = diagnostic.location else {
                result.append(diagnostic)
                continue
            }
            guard let first = result[same].location, first.offset != location.offset else { continue }
            let (start, other) = first.offset < location.offset ? (first, location) : (location, first)
            result[same].location = start
            result[same].ranges += [.init(start: other, end: other)] + diagnostic.ranges
            result[same].fixIts += diagnostic.fixIts
            for note in diagnostic.notes {
                let known = result[same].notes.firstIndex { $0.message == note.message && !$0.fixIts.isEmpty }
                if let known {
                    result[same].notes[known].fixIts += note.fixIts
                } else {
                    result[same].notes.append(note)
                }
            }
        }
        return result
    }

    /// What is about how cells are compiled rather than about the cell.
    private func isOfNoConcern(_ diagnostic: SerializedDiagnostic) -> Bool {
        guard diagnostic.severity != .error else { return false }
        // What a module may add in another version does not matter in a notebook.
        let beginnings = ["extension declares a conformance of imported type", "initializer for struct"]
        if beginnings.contains(where: { diagnostic.message.hasPrefix($0) }) { return true }
        // A value that cannot be shown is no mistake.
        if let unshown = cell.unshownExpression, diagnostic.message.hasSuffix("is unused"),
            let place = diagnostic.location.flatMap(original), place.cell.number == cell.number,
            unshown.contains(place.offset)
        {
            return true
        }
        let unchanged = diagnostic.message.firstMatch(of: /^variable '(.+)' was never mutated/)?.1
        return unchanged.map { cell.guardBoundNames.contains(String($0)) } ?? false
    }

    /// The diagnostic at its place in the learner's text; nothing for a remark about text that was added.
    private func placed(
        _ diagnostic: SerializedDiagnostic, _ declarations: inout LibraryDeclarations
    ) -> Diagnostic? {
        let isError = diagnostic.severity == .error
        let message = names.told(diagnostic.message).replacing(/\s+/, with: " ").trimmingCharacters(in: .whitespaces)
        var result = Diagnostic(diagnostic.severity, message)
        if let location = diagnostic.location {
            if let original = original(location) {
                if original.side != .own && !isError { return nil }
                let replaced = diagnostic.fixIts.map(\.span).filter { $0.start.offset < $0.end.offset }
                result.place = place(original.offset, in: original.cell, ranges: diagnostic.ranges + replaced)
                if original.cell.number == cell.number { result.fix = fix(diagnostic.fixIts) }
            } else if location.file != sourcePath {
                result.origin = declarations.origin(of: diagnostic, at: location)
            } else if !isError {
                return nil
            }
        }
        result.notes = diagnostic.notes.compactMap { placed($0, &declarations) }
        // In the expansion of a macro, the notes know where it was asked for.
        if result.place == nil && result.origin != nil && diagnostic.severity != .note {
            result.place = result.notes.lazy.compactMap(\.place).first
            result.origin = nil
        }
        result.notes = withoutRepetitions(result.notes.filter { !isNoise($0, under: result) })
        guard isError else { return result }
        let isKnown = explanations.isKnown(diagnostic.message)
        if isKnown { result.fix = nil }
        correctSpelling(in: &result, diagnostic, isKnown: isKnown)
        convertOperand(in: &result, diagnostic)
        result.notes += explanations.notes(on: diagnostic.message)
        return result
    }

    /// A library's declaration of a name that the fix already tells.
    private func isNoise(_ note: Diagnostic, under diagnostic: Diagnostic) -> Bool {
        note.origin != nil && note.message.hasSuffix("declared here") && diagnostic.message.contains("; did you mean")
    }

    typealias Original = (cell: CellText, offset: Int, side: SourceMap.Original.Side)

    /// The cell that a location is in, and the place there.
    func original(_ location: SerializedDiagnostic.Location) -> Original? {
        // Behind the cell's text the compiler counts lines of a file of its own.
        let isOwn = location.file == cell.file || location.file == sourcePath
        let text =
            isOwn
            ? cell
            : texts.latest(called: location.file) { text in
                text.map.original(offset: location.offset).map { text.line(at: $0.offset) } == location.line
            }
        return text.flatMap { text in
            text.map.original(offset: location.offset).map { (text, $0.offset, $0.side) }
        }
    }

    private func place(_ offset: Int, in text: CellText, ranges: [SerializedDiagnostic.Span]) -> Diagnostic.Place {
        let marked = ranges.compactMap { span -> Range<Int>? in
            guard let start = original(span.start), let end = original(span.end), start.cell.number == text.number,
                start.offset <= end.offset
            else { return nil }
            return start.offset..<end.offset
        }
        return text.place(offset, marking: marked)
    }

    /// The lines that the compiler's edits would change; nothing where they would touch what was added to the cell.
    func fix(_ edits: [(span: SerializedDiagnostic.Span, text: String)]) -> Diagnostic.Fix? {
        let mapped = edits.compactMap { edit -> ProposedEdit? in
            guard let start = original(edit.span.start), let end = original(edit.span.end),
                start.cell.number == cell.number, end.cell.number == cell.number, start.side != .added,
                end.side != .added,
                end.offset - start.offset == edit.span.end.offset - edit.span.start.offset
            else { return nil }
            return ProposedEdit(range: start.offset..<end.offset, text: names.told(edit.text))
        }
        guard !mapped.isEmpty, mapped.count == edits.count else { return nil }
        return ProposedEdit.fix(of: cell, mapped)
    }

    /// Each thing once; where the same is wrong in several lines, the first tells of the others.
    private func withoutRepetitions(_ all: [Diagnostic]) -> [Diagnostic] {
        var kept: [Diagnostic] = []
        for diagnostic in all where !kept.contains(diagnostic) {
            let same = kept.firstIndex { first in
                first.severity == .error && first.message == diagnostic.message && first.fix == nil
                    && diagnostic.fix == nil
            }
            guard let same, let place = diagnostic.place else {
                kept.append(diagnostic)
                continue
            }
            kept[same].notes.append(Diagnostic(.note, "the same at \(place.file):\(place.line):\(place.column)"))
        }
        return kept
    }
}

extension Diagnostic {
    /// Errors are told from top to bottom, those about no place at the end.
    fileprivate var order: [Int] { place.map { [$0.line, $0.column] } ?? [.max, 0] }
}

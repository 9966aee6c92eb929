import CellCompiler

/// A diagnostic as a learner reads it: the message, the line with a caret under the place, the line as it would be after
/// the compiler's fix, and the notes that belong to it.
package struct DiagnosticText {
    private(set) var lines: [String] = []
    private let gutterWidth: Int

    package var text: String { lines.joined(separator: "\n") }

    package init(_ diagnostic: Diagnostic) {
        let numbers = ([diagnostic] + diagnostic.notes).compactMap { $0.place?.line }
        gutterWidth = 2 + String(numbers.max() ?? 0).count
        let heading = "\(label(diagnostic.severity)): \(Style.message(diagnostic.message))"
        guard let place = diagnostic.place else {
            lines = [heading]
            add(diagnostic.notes, under: nil)
            return
        }
        lines = ["\(Style.place("\(place.file):\(place.line):\(place.column)")): \(heading)"]
        add(place)
        add(diagnostic.fix)
        add(diagnostic.notes, under: place)
    }

    private mutating func add(_ notes: [Diagnostic], under place: Diagnostic.Place?) {
        for note in notes {
            var heading = "\(gutter("")) \(label(note.severity)): \(note.message)"
            if let origin = note.origin { heading += " in \(origin.module)" }
            let isElsewhere = note.place?.file != place?.file || note.place?.line != place?.line
            if let notePlace = note.place, isElsewhere || note.fix == nil && notePlace.column != place?.column {
                heading += " at \(Style.place("\(notePlace.file):\(notePlace.line):\(notePlace.column)"))"
            }
            lines.append(heading)
            // The line as it is after the fix shows where that is.
            if note.fix != nil {
                add(note.fix)
            } else if let notePlace = note.place, isElsewhere {
                add(notePlace)
            }
            if let declaration = note.origin?.declaration, !declaration.isEmpty {
                lines.append("\(gutter("")) \(ShownLine(declaration, around: 0).text)")
            }
        }
    }

    /// The line, and below it `~~~^~~~`.
    private mutating func add(_ place: Diagnostic.Place) {
        let shown = ShownLine(place.text, around: place.column - 1)
        lines.append("\(gutter("\(place.line)")) \(shown.text)")
        lines.append("\(gutter("")) \(Style.caret(shown.underline(caret: place.column - 1, ranges: place.ranges)))")
    }

    /// The line of a place, with a caret below it if that is wanted.
    static func excerpt(_ place: Diagnostic.Place, marksColumn: Bool) -> [String] {
        var text = DiagnosticText(gutterWidth: 6 + String(place.line).count)
        text.add(place)
        return marksColumn ? text.lines : [text.lines[0]]
    }

    private init(gutterWidth: Int) {
        self.gutterWidth = gutterWidth
    }

    private mutating func add(_ fix: Diagnostic.Fix?) {
        for line in fix?.lines ?? [] {
            let shown = ShownLine(line.text, around: line.inserted.first?.lowerBound ?? 0)
            let text = shown.text(marking: line.inserted, with: Style.fix)
            lines.append(Style.fix(gutter("+")) + (text.isEmpty ? "" : " " + text))
        }
    }

    private func gutter(_ text: String) -> String {
        String(repeating: " ", count: max(0, gutterWidth - text.count)) + text + " |"
    }

    private func label(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: Style.error("error")
        case .warning: Style.warning("warning")
        case .note, .remark: Style.note(severity.rawValue)
        }
    }
}

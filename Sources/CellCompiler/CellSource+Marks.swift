/// What the compiler gets in the place of directives.
extension CellSource {
    static func insertions(for syntax: CellSyntax, file: String, view: CellView) -> [Insertion] {
        // Of measurements that end at one place, the innermost ends first.
        let measured = syntax.measurements.enumerated().reversed().flatMap { index, measurement in
            if let repetition = measurement.repetition {
                return repeating(measurement, of: syntax.code, repetition)
            }
            return timing(measurement, of: syntax.code, stopwatch: "_swiftlet_stopwatch\(index)")
        }
        let lists = syntax.marks.filter { $0.meaning == .variables }.map { mark in
            Insertion(
                offset: mark.range.lowerBound, text: variableTable(at: mark, in: syntax, file: file, view: view))
        }
        return measured + lists
    }

    private static func timing(_ measurement: Measurement, of code: String, stopwatch: String) -> [Insertion] {
        [Insertion(offset: measurement.start, text: "let \(stopwatch) = _Stopwatch(); ")]
            + measurement.unusedValues.map { Insertion(offset: $0.lowerBound, text: "_ = ") }
            + [Insertion(behind: measurement.range, of: code, "\(stopwatch).stop()")]
    }

    private static func repeating(
        _ measurement: Measurement, of code: String, _ repetition: CellMark.Repetition
    ) -> [Insertion] {
        let loops = repetition.loops.map(String.init) ?? "nil"
        let call = measurement.isAsynchronous ? "try await _timeitAsync" : "try _timeit"
        let opening = "\(call)(loops: \(loops), runs: \(repetition.runs)) { "
        var insertions = measurement.hasSetup ? [Insertion(offset: measurement.start, text: "do { ")] : []
        insertions.append(Insertion(offset: measurement.range.lowerBound, text: opening))
        for value in measurement.unusedValues {
            insertions.append(Insertion(offset: value.lowerBound, text: "_keep("))
            insertions.append(Insertion(offset: value.upperBound, text: ")"))
        }
        let kept = measurement.names.map { "_keep(`\($0)`); " }.joined()
        insertions.append(Insertion(behind: measurement.range, of: code, kept + (measurement.hasSetup ? "} }" : "}")))
        return insertions
    }

    /// The variables of earlier cells, and those that the cell itself declares before the mark.
    private static func variableTable(
        at mark: CellMark, in syntax: CellSyntax, file: String, view: CellView
    ) -> String {
        let own = syntax.declarations.filter { declaration in
            declaration.kind != .variable
                || syntax.variableDeclarations[declaration.order - 1].range.upperBound <= mark.range.lowerBound
        }
        let ownNames = Set(own.map(\.name))
        var rows: [(name: String, text: String)] = []
        for (name, holder, file) in view.listed where !ownNames.contains(name) {
            let value = "\(CellModule.name(holder.cell)).`\(name)`"
            rows.append((name, row(name, holder.kind, isComputed: holder.isComputed, value, file)))
        }
        for declaration in own where !rows.contains(where: { $0.name == declaration.name }) {
            let value = "`\(declaration.name)`"
            rows.append(
                (
                    declaration.name,
                    row(declaration.name, declaration.kind, isComputed: declaration.isComputed, value, file)
                ))
        }
        let calls = rows.sorted { $0.name < $1.name }.map { "$0.\($0.text)" }
        return "_showVariables { \(calls.isEmpty ? "_ = $0" : calls.joined(separator: "; ")) }; "
    }

    private static func row(
        _ name: String, _ kind: Declaration.Kind, isComputed: Bool, _ value: String, _ file: String
    ) -> String {
        switch kind {
        case .variable where isComputed: "add(\"\(name)\", in: \"\(file)\", computedBy: { \(value) })"
        case .variable: "add(\"\(name)\", in: \"\(file)\", \(value))"
        case .function: "addFunction(\"\(name)\", in: \"\(file)\")"
        default: "addType(\"\(name)\", in: \"\(file)\")"
        }
    }
}

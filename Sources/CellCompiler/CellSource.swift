/// A cell's text as the compiler gets it.
///
/// Everything that is added goes onto the learner's own lines or before the first, so that lines stay what they are;
/// `map` counts places back.
package struct CellSource {
    package let text: String
    let map: SourceMap

    /// - Parameters:
    ///   - file: What diagnostics call the cell, as in "In[5]".
    ///   - releases: Variables of replaced runs that are given back when the cell is done, with their symbols.
    init(
        _ syntax: CellSyntax, file: String, view: CellView,
        releases: [(Variable, ELFFile.Symbol)] = []
    ) {
        var insertions: [Insertion] = []
        for (index, declaration) in syntax.variableDeclarations.enumerated() {
            // The variables of asynchronous top-level code belong to the main actor; cells without `await` use them too.
            if syntax.isAsynchronous && declaration.canBeNonisolated {
                insertions.append(Insertion(offset: declaration.range.lowerBound, text: "nonisolated(unsafe) "))
            }
            if let binding = declaration.guardBinding {
                insertions.append(Insertion(offset: declaration.range.lowerBound, text: binding.before))
            }
            insertions.append(
                Insertion(
                    behind: declaration.range, of: syntax.code,
                    (declaration.guardBinding?.after ?? "") + "_swiftlet_reached(\(index + 1))"))
        }
        // Within one module, an actor's constants are read without waiting.
        for offset in syntax.actorConstants {
            insertions.append(Insertion(offset: offset, text: "nonisolated(unsafe) "))
        }
        insertions += CellSource.insertions(for: syntax, file: file, view: view)
        for members in view.extended {
            insertions.append(Insertion(offset: members.outline.bodyStart, text: members.text))
            for initializer in members.outline.initializers where !initializer.delegates {
                insertions.append(Insertion(offset: initializer.bodyStart, text: members.initialValues))
            }
        }
        if let result = syntax.resultExpression {
            insertions.append(Insertion(offset: result.lowerBound, text: "do { let _swiftlet_result = "))
            insertions.append(Insertion(behind: result, of: syntax.code, "_showResult(_swiftlet_result) }"))
        }
        insertions += view.qualifications(of: syntax.earlierReferences)
        insertions = insertions.filter { !$0.text.isEmpty }.sorted { $0.offset < $1.offset }
        var code = Array(syntax.code.utf8)
        // The first line of a script that the shell can start is a comment.
        if code.starts(with: "#!".utf8) { code.replaceSubrange(0..<2, with: "//".utf8) }
        for range in syntax.leftOut {
            code.replaceSubrange(range, with: repeatElement(UInt8(ascii: " "), count: range.count))
        }

        let prelude =
            ["import NotebookDisplay"] + syntax.enclosedImports + view.importLines
            + releases.map { CellModule.importLineForRelease(of: $0.0) } + [
                #"@_silgen_name("swiftlet_reached") func _swiftlet_reached(_: UInt32)"#
            ] + (syntax.isAsynchronous ? [CellSource.draining] : []) + (releases.isEmpty ? [] : CellSource.releasing)
            + [#"#sourceLocation(file: "\#(file)", line: 1)"#]
        map = SourceMap(
            preludeLength: prelude.reduce(0) { $0 + $1.utf8.count + 1 }, codeLength: code.count, insertions: insertions)
        text = """
            \(prelude.joined(separator: "\n"))
            \(String(decoding: insertions.applied(to: code), as: UTF8.self))
            \(syntax.mainCall ?? "")
            \(syntax.valueless.map { "_ = \($0)" }.joined(separator: "; "))
            \(releases.map(CellSource.release).joined(separator: "\n"))
            \(syntax.isAsynchronous ? "await _swiftlet_drained()" : "")
            """
    }

    // The variable itself tells its type, without leaving a reference to it in the cell, which would keep the earlier cell
    // loaded: nothing is left of what a transparent function does not use.
    private static let releasing = [
        #"@_silgen_name("swiftlet_release_variable") func _swiftlet_release<T>(_: UInt32, _: StaticString, _: Int, _: T.Type)"#,
        "@_transparent private func _swiftlet_type<T>(of _: @autoclosure @MainActor () -> T) -> T.Type { T.self }",
    ]

    private static func release(_ variable: Variable, symbol: ELFFile.Symbol) -> String {
        let name = "\(CellModule.name(variable.cell)).`\(variable.name)`"
        return "_swiftlet_release(\(variable.cell), \"\(symbol.name)\", \(symbol.size), _swiftlet_type(of: \(name)))"
    }

    // The main task of a program ends with `exit`. That of a cell ends here.
    private static let draining = #"@_silgen_name("swiftlet_cell_drained") func _swiftlet_drained() async"#
}

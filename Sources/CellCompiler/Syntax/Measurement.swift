import SwiftSyntax

/// Statements of a cell whose time is taken, because of a mark.
struct Measurement: Sendable {
    /// Where the mark begins, as a UTF-8 offset.
    let start: Int
    /// The statements, as UTF-8 offsets.
    let range: Range<Int>
    /// How often they run, if they run again and again. They are the body of a closure then, so that what they declare
    /// is not the cell's.
    let repetition: CellMark.Repetition?
    /// Whether statements come before those that run again and again, and are not measured: on the line of `%%timeit`.
    let hasSetup: Bool
    /// The variables that the statements declare.
    let names: [String]
    /// Expressions among the statements whose values nobody uses, for which the mark is the reason.
    let unusedValues: [Range<Int>]
    let isAsynchronous: Bool

    /// What is no part of the cell's top level.
    var enclosed: Range<Int>? { repetition.map { _ in start..<range.upperBound } }

    /// The statements that the marks are about. A mark with no statement behind it has none.
    static func all(for marks: [CellMark], in file: SourceFileSyntax, code: String) -> [Measurement] {
        marks.compactMap { mark in
            switch mark.meaning {
            case .time(let extent): Measurement(of: extent, repetition: nil, mark, file, code)
            case .timeit(let repetition, let extent): Measurement(of: extent, repetition: repetition, mark, file, code)
            case .nothing, .variables: nil
            }
        }
    }

    private init?(
        of extent: CellMark.Extent, repetition: CellMark.Repetition?, _ mark: CellMark, _ file: SourceFileSyntax,
        _ code: String
    ) {
        let behind = Array(file.statements).filter { $0.contentRange.lowerBound >= mark.range.upperBound }
        let lineEnd = code.utf8.dropFirst(mark.range.upperBound).firstIndex(of: UInt8(ascii: "\n"))
        let end = lineEnd.map { code.utf8.distance(from: code.startIndex, to: $0) } ?? code.utf8.count
        let onLine = behind.prefix { $0.contentRange.lowerBound < end }
        let items =
            switch (extent, repetition) {
            case (.line, _): onLine
            case (.cell, nil): behind[...]
            case (.cell, _?): behind[onLine.endIndex...]
            }
        guard let first = items.first, let last = items.last else { return nil }
        self.repetition = repetition
        start = mark.range.lowerBound
        range = first.contentRange.lowerBound..<last.item.contentRange.upperBound
        hasSetup = repetition != nil && extent == .cell && !onLine.isEmpty
        names = items.flatMap(declaredVariables)
        isAsynchronous = items.contains { TopLevelAwaitFinder.finds(in: $0) }
        let unused: ArraySlice<CodeBlockItemSyntax> =
            switch (extent, repetition) {
            case (_, _?): items
            case (.line, nil): last.id == file.statements.last?.id ? items.dropLast() : items
            case (.cell, nil): []
            }
        unusedValues = unused.compactMap(valueRange)
    }
}

/// Where the item is an expression that has a value.
private func valueRange(of item: CodeBlockItemSyntax) -> Range<Int>? {
    guard case .expr(let expression) = item.item, showsValue(expression) else { return nil }
    return expression.contentRange
}

private func declaredVariables(of item: CodeBlockItemSyntax) -> [String] {
    guard let declaration = item.item.as(VariableDeclSyntax.self) else { return [] }
    return declaration.bindings.flatMap { boundNames(of: $0.pattern) }
}

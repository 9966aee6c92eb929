import CellCompiler
import LanguageService
import Synchronization

/// What may stand at a cursor. Positions count Unicode code points.
struct Completions: Sendable {
    var items: [CompletionList.Item] = []
    var range: Range<Int>
}

extension LanguageAssistant {
    private static let mostCandidates = 300
    private static let mostNames = 60
    private static let usualModules = Set(Installation.notebookModules + ["Foundation"])

    func completions(of code: String, at position: Int) -> Completions {
        let cursor = CodePoints.offset(of: position, in: code)
        if let directive = DirectiveName(in: code, at: cursor) {
            return Completions(items: directive.completions, range: codePoints(directive.range, in: code))
        }
        let window = TextWindow(code, around: cursor)
        let draft = DraftText(window.text)
        let swift = draft.swift
        let context = CursorContext(swift, cursor: cursor - window.start)
        let typed = text(context.word.lowerBound..<cursor - window.start, of: swift)
        let list =
            draft.isDirective(at: cursor - window.start)
            ? CompletionList() : list(for: context, typed: typed, in: swift)
        let start = window.start + context.word.lowerBound - list.bytesToErase
        let range = codePoints(start..<window.start + context.word.upperBound, in: code)
        let lines = text(0..<context.word.lowerBound, of: swift).split(
            separator: "\n", omittingEmptySubsequences: false)
        let indentation = lines.last.map { String($0.prefix { $0 == " " || $0 == "\t" }) } ?? ""
        return Completions(items: list.items.map { indented($0, by: indentation) }, range: range)
    }

    private func list(for context: CursorContext, typed: String, in code: String) -> CompletionList {
        guard context.place != .text, typed.first?.isNumber != true else { return CompletionList() }
        let isMember = context.place == .member
        let names = [.code, .memberDeclaration].contains(context.place) ? sessionNames(matching: typed) : []
        var found = candidates(for: context, typed: typed, names: names, in: code)
        if isMember, !found.contains(where: \.isMember), let broken = context.brokenStart {
            found = candidates(for: context, typed: typed, names: names, in: code.blanking([broken]))
        }
        // The service knows which names may stand there, unless it knows too many.
        let isCut = found.isEmpty || found.count >= LanguageAssistant.mostCandidates
        let takesValues = found.contains { ["instance", "function"].contains($0.type) }
        let types = names.filter { takesValues || !["instance", "function"].contains($0.type) }
        return CompletionList(
            found, names: isCut ? types : [], typed: typed,
            preferredModules: context.place == .importedModule ? LanguageAssistant.usualModules : [],
            isSessionModule: CellModule.isName)
    }

    private func candidates(
        for context: CursorContext, typed: String, names: [CompletionList.Item], in code: String
    ) -> [CompletionCandidate] {
        var draft = pipeline.draft(DraftRequest(code: code, word: context.word, names: Set(names.map(\.text))))
        if context.place == .memberDeclaration {
            draft = draft.readAnew(readings.add(1, ordering: .relaxed).newValue)
        }
        return
            (try? candidates(
                in: draft, at: context.word.lowerBound, typed: typed, atMost: LanguageAssistant.mostCandidates)) ?? []
    }

    /// What earlier cells declare, the latest first.
    private func sessionNames(matching typed: String) -> [CompletionList.Item] {
        let matching = pipeline.namesInView.filter { NameMatch(of: typed, in: $0.key) != nil }
        return matching.sorted { ($1.value.cell, $0.key) < ($0.value.cell, $1.key) }.prefix(LanguageAssistant.mostNames)
            .map { CompletionList.Item(text: $0.key, type: $0.value.kind.completionType) }
    }

    /// A function that comes whole, with its empty body laid out for the line that it is put into.
    private func indented(_ item: CompletionList.Item, by indentation: String) -> CompletionList.Item {
        var item = item
        item.text = item.text.replacing("{\n\n}", with: "{\n\(indentation)    \n\(indentation)}")
        return item
    }

    private func text(_ range: Range<Int>, of code: String) -> String {
        String(decoding: Array(code.utf8.dropFirst(range.lowerBound).prefix(range.count)), as: UTF8.self)
    }

    private func codePoints(_ range: Range<Int>, in code: String) -> Range<Int> {
        CodePoints.position(of: range.lowerBound, in: code)..<CodePoints.position(of: range.upperBound, in: code)
    }
}

extension Declaration.Kind {
    fileprivate var completionType: String {
        switch self {
        case .variable: "instance"
        case .function: "function"
        case .structure: "struct"
        case .class: "class"
        case .enumeration: "enum"
        case .protocol: "protocol"
        case .typeAlias: "type"
        }
    }
}

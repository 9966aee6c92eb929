import CellCompiler
import LanguageService

/// A name in a cell's text that somebody wants to know more of.
struct InspectedName {
    let name: String
    /// UTF-8 offsets.
    let range: Range<Int>
    /// Whether it stands behind a dot.
    let isMember: Bool
    /// Where the arguments begin of the function whose arguments the cursor is among.
    let arguments: Int?

    /// The name at the cursor, else that of the function whose arguments the cursor is among.
    init?(in code: String, at cursor: Int) {
        let bytes = Array(code.utf8)
        let context = CursorContext(code, cursor: cursor)
        let isName = context.place != .text && bytes[context.word].first.map { !(0x30...0x39).contains($0) } ?? false
        guard let range = isName ? context.word : context.callee?.name else { return nil }
        name = String(decoding: bytes[range], as: UTF8.self)
        arguments = isName ? nil : context.callee?.arguments
        self.range = range
        isMember = isName ? context.place == .member : context.callee?.isMember == true
    }
}

extension LanguageAssistant {
    /// What the compiler and the cells' texts tell of a name.
    func inspection(of inspected: InspectedName, in code: String, detail: Int) -> Inspection? {
        let draft = pipeline.draft(
            DraftRequest(code: code, word: inspected.range, names: inspected.isMember ? [] : [inspected.name]))
        let offset = draft.offset(ofOriginal: inspected.range.lowerBound)
        let patience = LanguageAssistant.patience
        if let symbol = try? service.symbol(in: SourceText(draft), at: offset, within: patience) {
            var result = inspection(of: symbol, inspected, in: code, detail: detail)
            if let arguments = inspected.arguments, symbol.isType, symbol.others.isEmpty {
                result.declarations += initializers(in: draft, at: arguments)
            }
            return result
        }
        let found = try? candidates(in: draft, at: inspected.range.lowerBound, typed: inspected.name, atMost: 50)
        let meant = (found ?? []).filter { $0.insertedText == inspected.name }
        if meant.isEmpty { return inspectionOfSessionName(inspected, detail: detail) }
        return inspection(of: meant, inspected, detail: detail)
    }

    /// What a type can be called with where its arguments are being written.
    private func initializers(in draft: CellDraft, at arguments: Int) -> [String] {
        let found = (try? candidates(in: draft, at: arguments, typed: "", atMost: 100)) ?? []
        return withAllArguments(found.filter { $0.description.hasPrefix("(") }).map { "init" + $0.parameterList }
            .sorted()
    }

    /// With and without arguments that have defaults, a function comes several times.
    private func withAllArguments(_ candidates: [CompletionCandidate]) -> [CompletionCandidate] {
        var fullest: [CompletionCandidate] = []
        for candidate in candidates {
            let known = fullest.firstIndex {
                candidate.associatedUSRs != nil && $0.associatedUSRs == candidate.associatedUSRs
            }
            if let known {
                if fullest[known].declaration.count < candidate.declaration.count { fullest[known] = candidate }
            } else {
                fullest.append(candidate)
            }
        }
        return fullest
    }

    private func inspection(
        of symbol: SymbolInfo, _ inspected: InspectedName, in code: String, detail: Int
    ) -> Inspection {
        // A type that is called is told with its initializer.
        let symbols = [symbol] + symbol.others
        var result = Inspection(declarations: symbols.map { CellModule.removingNames(from: $0.declaration) })
        result.documentation = symbols.compactMap(\.documentation).first
        result.origin = symbol.moduleName
        let isOfDraft = symbol.moduleName == CellModule.draft || symbol.moduleName == nil
        let cell = symbol.moduleName.flatMap(CellModule.number(ofModule:)).flatMap(pipeline.cell)
        guard isOfDraft || cell != nil else { return result }
        result.origin = isOfDraft ? nil : cell?.file
        let written = DeclarationText.declarations(of: symbol.name, in: isOfDraft ? code : cell!.code)
        complete(&result, with: written, detail: detail)
        return result
    }

    /// Where the code around the name does not compile, what the service proposes for its place tells what it may mean.
    private func inspection(
        of candidates: [CompletionCandidate], _ inspected: InspectedName, detail: Int
    ) -> Inspection {
        if !inspected.isMember, candidates.contains(where: { $0.moduleName.map(CellModule.isName) == true }),
            let known = inspectionOfSessionName(inspected, detail: detail)
        {
            return known
        }
        var result = Inspection(
            declarations: withAllArguments(candidates).map { CellModule.removingNames(from: $0.declaration) })
        result.documentation = candidates.compactMap(\.briefDocumentation).first
        result.origin = candidates.compactMap(\.moduleName).first { !CellModule.isName($0) }
        return result
    }

    private func inspectionOfSessionName(_ inspected: InspectedName, detail: Int) -> Inspection? {
        guard !inspected.isMember, let holder = pipeline.namesInView[inspected.name],
            let cell = pipeline.cell(holder.cell)
        else { return nil }
        let written = DeclarationText.declarations(of: inspected.name, in: cell.code)
        guard !written.isEmpty else { return nil }
        var result = Inspection(origin: cell.file, declarations: written.map { shortened($0.heading) })
        complete(&result, with: written, detail: detail)
        return result
    }

    private func complete(_ result: inout Inspection, with written: [DeclarationText], detail: Int) {
        guard let first = written.first else { return }
        if result.documentation == nil, !first.documentation.isEmpty { result.documentation = first.documentation }
        if detail > 0 { result.source = written.map(\.source).joined(separator: "\n\n") }
    }

    /// A variable's declaration may hold a whole table.
    private func shortened(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count <= 4 ? text : lines.prefix(4).joined(separator: "\n") + "\n…"
    }
}

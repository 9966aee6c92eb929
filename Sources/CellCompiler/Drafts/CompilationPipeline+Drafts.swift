import Synchronization

/// A cell that is being written, and where its author is.
package struct DraftRequest: Sendable {
    package var code: String
    /// The word at the cursor, as UTF-8 offsets.
    package var word: Range<Int>
    /// The names of earlier cells that the draft needs beside those that it mentions.
    package var names: Set<String>

    package init(code: String, word: Range<Int>, names: Set<String> = []) {
        self.code = code
        self.word = word
        self.names = names
    }
}

extension CompilationPipeline {
    /// The draft as the compiler would see it if it came next.
    package func draft(_ request: DraftRequest) -> CellDraft {
        let scope = visibleScope
        // A member's name that is still missing keeps the text from parsing.
        let bytes = Array(request.code.utf8)
        let isMissing = request.word.isEmpty && bytes.prefix(request.word.lowerBound).last == UInt8(ascii: ".")
        let parsed =
            isMissing
            ? String(
                decoding: bytes[..<request.word.lowerBound] + [0x78] + bytes[request.word.lowerBound...], as: UTF8.self)
            : request.code
        let syntax = CellSyntax(parsed, marks: [], conditions: compiler.conditions)
        let view = CellView(ofDraft: syntax, naming: request.names, in: scope)
        let references = syntax.earlierReferences.filter { $0.offset < request.word.lowerBound }
        return CellDraft(
            code: request.code, importLines: view.importLines, insertions: view.qualifications(of: references),
            compilerArguments: compiler.draftArguments(
                after: scope.runs.numbers.max() ?? 0, ignoringAccess: view.inheritsFromEarlierCells))
    }

    /// The names of the session, each with the cell that holds it and what kind of thing it is.
    package var namesInView: [String: (cell: Int, kind: Declaration.Kind)] {
        visibleScope.holders.compactMapValues { holders in holders.last.map { ($0.cell, $0.kind) } }
    }
}

extension CellCompiler {
    /// How the compiler's service reads a draft.
    ///
    /// - Parameter newest: The newest cell in view. As long as the arguments are the same, the service lists the folder
    ///   of the cells' modules only once, and never finds those that are added later.
    func draftArguments(after newest: Int, ignoringAccess: Bool) -> [String] {
        [
            "\(folder)/\(CellModule.draft).swift", "-target", Toolchain.target, "-module-name", CellModule.draft,
            "-I", folder, "-module-cache-path", moduleCache, "-enable-bare-slash-regex", "-swift-version", "5",
            "-plugin-path", toolchain.root + "/lib/swift/host/plugins", "-D", "AFTER_\(newest)",
        ] + (ignoringAccess ? ["-Xfrontend", "-disable-access-control"] : [])
            + packages.withLock { $0.flatMap(\.compilerArguments) }
    }
}

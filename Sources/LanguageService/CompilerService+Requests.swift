import Foundation

/// A text as the compiler reads it. Offsets count bytes of UTF-8.
package struct SourceText: Sendable {
    package var text: String
    /// The first is the path of the file, which need not exist.
    package var compilerArguments: [String]

    package init(_ text: String, compilerArguments: [String]) {
        self.text = text
        self.compilerArguments = compilerArguments
    }

    var path: String { compilerArguments[0] }
    fileprivate var members: [(String, ServiceRequest.Value)] {
        [
            ("key.name", .text(path)), ("key.sourcefile", .text(path)), ("key.sourcetext", .text(text)),
            ("key.compilerargs", .list(compilerArguments)),
        ]
    }
}

extension CompilerService {
    /// What may stand at a place.
    ///
    /// - Parameters:
    ///   - offset: Where the word begins.
    ///   - typed: What of the word is there.
    package func candidates(
        in source: SourceText, at offset: Int, typed: String, atMost limit: Int, within patience: Duration
    ) throws(ServiceError) -> [CompletionCandidate] {
        let options: [(String, ServiceRequest.Value)] = [
            ("key.codecomplete.filtertext", .text(typed)), ("key.codecomplete.requestlimit", .integer(limit)),
            ("key.codecomplete.group.overloads", .integer(0)), ("key.codecomplete.group.stems", .integer(0)),
            ("key.codecomplete.hideunderscores", .integer(1)), ("key.codecomplete.hidelowpriority", .integer(0)),
            ("key.codecomplete.addinneroperators", .integer(0)), ("key.codecomplete.addinnerresults", .integer(0)),
        ]
        let opening = ServiceRequest(
            "source.request.codecomplete.open",
            source.members + [("key.offset", .integer(offset)), ("key.codecomplete.options", .options(options))])
        let closing = ServiceRequest(
            "source.request.codecomplete.close", [("key.name", .text(source.path)), ("key.offset", .integer(offset))])
        let answers = try answers(to: [opening, closing], within: patience)
        return decoded(CandidateList.self, answers[0])?.results ?? []
    }

    /// What the name at a place means.
    package func symbol(
        in source: SourceText, at offset: Int, within patience: Duration
    ) throws(ServiceError) -> SymbolInfo? {
        let quiet = ["enablesyntaxmap", "enablesubstructure", "enablediagnostics"].map {
            ("key.\($0)", ServiceRequest.Value.integer(0))
        }
        let opening = ServiceRequest(
            "source.request.editor.open", source.members + quiet + [("key.syntactic_only", .integer(1))])
        let question = ServiceRequest(
            "source.request.cursorinfo",
            [
                ("key.sourcefile", .text(source.path)), ("key.offset", .integer(offset)),
                ("key.compilerargs", .list(source.compilerArguments)),
            ])
        let closing = ServiceRequest("source.request.editor.close", [("key.name", .text(source.path))])
        let answers = try answers(to: [opening, question, closing], within: patience)
        return decoded(SymbolInfo.self, answers[1])
    }

    private func decoded<Value: Decodable>(_ type: Value.Type, _ reply: ServiceReply) -> Value? {
        guard case .json(let bytes) = reply else { return nil }
        return try? JSONDecoder().decode(type, from: Data(bytes))
    }
}

private struct CandidateList: Decodable {
    var results: [CompletionCandidate]
    enum CodingKeys: String, CodingKey { case results = "key.results" }
}

import CellCompiler
import Foundation
import LanguageService
import Synchronization

/// Tells what may be written in a cell, and what is written there. Any thread may ask.
final class LanguageAssistant: Sendable {
    let pipeline: CompilationPipeline
    let service: CompilerService
    /// How long a front end is kept waiting.
    static let patience = Duration.seconds(5)
    private let preparation = DispatchQueue(label: "swiftlet.assistance", qos: .utility)
    /// How often the service read all modules anew.
    let readings = Atomic(0)
    private let occasion = Atomic(0)
    /// What the service read most lately: imports and compiler arguments.
    private let prepared = Mutex<[String]?>(nil)

    init(toolchain: Toolchain, installation: Installation, folder: String, pipeline: CompilationPipeline) {
        self.pipeline = pipeline
        service = CompilerService(
            executable: installation.languageService, library: toolchain.languageLibrary, temporaryFolder: folder)
    }

    /// Has the service read the modules that cells import by now, so that nobody waits for it later. It does so when the
    /// kernel was idle for a moment, as cells are in more of a hurry.
    func prepare(after delay: Duration = .milliseconds(300)) {
        let turn = occasion.add(1, ordering: .relaxed).newValue
        preparation.asyncAfter(deadline: .now() + delay / .seconds(1)) { [self] in
            guard turn == occasion.load(ordering: .relaxed) else { return }
            // Most notebooks import the library sooner or later.
            let code = "import DeepLearning\n\"\"."
            let end = code.utf8.count
            let draft = pipeline.draft(DraftRequest(code: code, word: end..<end))
            let reading = draft.importLines + draft.compilerArguments
            guard prepared.withLock({ $0 != reading }) else { return }
            prepared.withLock { $0 = reading }
            for place in [end, code.utf8.count - 3] {
                _ = try? candidates(in: draft, at: place, typed: "", atMost: 1)
            }
        }
    }

    /// A cell is about to run.
    func postponePreparation() {
        occasion.add(1, ordering: .relaxed)
    }

    func end() {
        service.end()
    }

    func candidates(
        in draft: CellDraft, at offset: Int, typed: String, atMost limit: Int
    ) throws(ServiceError) -> [CompletionCandidate] {
        try service.candidates(
            in: SourceText(draft), at: draft.offset(ofOriginal: offset), typed: typed, atMost: limit,
            within: LanguageAssistant.patience)
    }
}

extension SourceText {
    init(_ draft: CellDraft) {
        self.init(draft.text, compilerArguments: draft.compilerArguments)
    }
}

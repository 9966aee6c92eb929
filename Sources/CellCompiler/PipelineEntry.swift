import Dispatch
import Synchronization

/// A cell on its way through the pipeline.
final class PipelineEntry: Sendable {
    let request: CompilationPipeline.Request
    let plan: CellPlan
    /// How many runs the scope will have taken in when the cell's turn comes, if nothing comes between; nothing where it
    /// was planned for more than the scope.
    let version: Int?
    let compiled = DispatchGroup()
    /// Over when, after it was compiled, what it takes the place of is gone.
    let amended = DispatchGroup()
    let result = Mutex<Result<CompiledCell, any Error>?>(nil)

    init(_ request: CompilationPipeline.Request, plan: CellPlan, version: Int?) {
        self.request = request
        self.plan = plan
        self.version = version
    }

    var canBeUnloaded: Bool { result.withLock { (try? $0?.get())?.canBeUnloaded } ?? false }

    var isCompiled: Bool {
        guard compiled.wait(timeout: .now()) == .success else { return false }
        return result.withLock { if case .success? = $0 { true } else { false } }
    }
}

/// Looks for good hyper-parameters by trying many.
///
/// ```swift
/// let search = HyperparameterSearch(
///     ["rate": .logUniform(1e-4...1), "hidden": .choice([16, 32, 64])], by: .random(trials: 20), goal: .maximize)
/// let results = try search.run(processes: 2) { trial in
///     let model = Sequential(Linear(64, trial["hidden"]), ReLU(), Linear(trial["hidden"], 10))
///     train(model, Adam(model, learningRate: trial["rate"]))
///     return accuracy(of: model(validation.inputs), labels: validation.labels)
/// }
/// results          // a table, best first
/// results.figure   // a picture for each hyper-parameter
/// ```
///
/// In a trial the default random generator starts from a seed of the trial's own, so that results depend on neither the
/// order of trials nor the number of processes. A run that was interrupted goes on with the trials that are missing when
/// `run` is called again; with a `file` also in another session.
public final class HyperparameterSearch {
    /// Which scores are better.
    public enum Goal: Sendable { case minimize, maximize }

    let plan: SearchPlan
    let file: SearchFile?
    var done: [Int: TrialResult] = [:]
    var run: SearchRun?

    /// - Parameters:
    ///   - space: The hyper-parameters by name.
    ///   - seed: Of what is drawn at random: the trials, and the seeds within them.
    ///   - file: Where the results of trials are kept, and taken from if it exists already.
    public init(
        _ space: KeyValuePairs<String, Hyperparameter>, by strategy: SearchStrategy, goal: Goal, seed: UInt64 = 0,
        file: String? = nil
    ) {
        if space.isEmpty { fatalError("HyperparameterSearch: there are no hyper-parameters to search") }
        if Set(space.map(\.key)).count != space.count {
            fatalError("HyperparameterSearch: a name comes twice among \(space.map(\.key))")
        }
        plan = SearchPlan(
            space: space.map { ($0.key, $0.value) }, strategy: strategy, isMaximized: goal == .maximize, seed: seed)
        let plan = plan
        self.file = file.map { SearchFile(path: $0, plan: plan) }
    }

    /// What has been found so far.
    public var results: SearchResults { SearchResults(plan, Array(done.values)) }

    // As the loop of a training, this one is compiled into the cell that calls it, so that an interrupt stops it.
    /// Runs all trials that have not been run yet.
    ///
    /// - Parameters:
    ///   - processes: How many trials run at the same time. With more than one, each trial has a process of its own, a copy
    ///     of the session: what it changes, the session does not see, and what it prints appears, but displays do not. A
    ///     crash is a failed trial. With one, trials run in the session itself.
    ///   - objective: Trains with the values of a trial and returns its score.
    /// - Throws: `SearchError` if the file is another search's or cannot be written.
    @_alwaysEmitIntoClient
    @discardableResult
    public func run(processes: Int = 1, _ objective: (Trial) throws -> Double) throws -> SearchResults {
        try begin(processes: processes)
        while try advance(objective) {}
        return end()
    }
}

internal import CForks
internal import Glibc
internal import NotebookDisplay
internal import Tensors

/// A run of a search, until it ends.
final class SearchRun {
    let processes: Int
    let bar: ProgressBar
    let heartbeat: OpaquePointer?
    /// The trials that are known and not begun; what follows them depends on their results.
    var waiting: ArraySlice<Trial> = []
    var workers: [Worker] = []

    /// A process that runs a trial, and the pipe through which it tells the score.
    struct Worker {
        let trial: Trial
        let id: pid_t
        let pipe: Int32
        let began: ContinuousClock.Instant
        var text: [UInt8] = []
    }

    init(processes: Int, total: Int) throws(SearchError) {
        self.processes = processes
        heartbeat = processes > 1 ? sl_heartbeat_create() : nil
        if processes > 1 && heartbeat == nil {
            throw SearchError(problem: "there is no memory to start processes with")
        }
        bar = ProgressBar(total: total, description: "search", unit: "trial")
    }

    deinit {
        for worker in workers {
            kill(worker.id, SIGKILL)
            waitpid(worker.id, nil, 0)
            close(worker.pipe)
        }
        if let heartbeat { sl_heartbeat_destroy(heartbeat) }
    }

    /// Starts a process for a trial: gives it the pipe to write to, and `nil` to the session's.
    func start(_ trial: Trial) throws(SearchError) -> Int32? {
        var ends: [Int32] = [0, 0]
        if pipe(&ends) != 0 { throw SearchRun.failed("a pipe cannot be made") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let id = sl_fork(heartbeat!)
        if id < 0 {
            close(ends[0])
            close(ends[1])
            throw SearchRun.failed("a process cannot be started")
        }
        if id == 0 { return ends[1] }
        close(ends[1])
        workers.append(Worker(trial: trial, id: id, pipe: ends[0], began: .now))
        return nil
    }

    /// Waits a moment for the processes, and gives what those have told that ended.
    func collect() -> [TrialResult] {
        sl_heartbeat_beat(heartbeat!)
        var polled = workers.map { pollfd(fd: $0.pipe, events: Int16(POLLIN), revents: 0) }
        if poll(&polled, nfds_t(polled.count), 50) <= 0 { return [] }
        var results: [TrialResult] = []
        for index in workers.indices.reversed() where polled[index].revents != 0 {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(workers[index].pipe, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count > 0 {
                workers[index].text += buffer[..<count]
                continue
            }
            let worker = workers.remove(at: index)
            close(worker.pipe)
            var status: Int32 = 0
            while waitpid(worker.id, &status, 0) < 0 && errno == EINTR {}
            // Where the session itself had to wait for a processor, the trial is run again.
            if status == Int32(SL_CHILD_LEFT_ALONE) << 8 {
                waiting.append(worker.trial)
            } else {
                results.append(SearchRun.result(worker, status))
            }
        }
        return results
    }

    private static func result(_ worker: Worker, _ status: Int32) -> TrialResult {
        let text = String(decoding: worker.text, as: UTF8.self)
        var score: Double?
        var failure: String?
        if let number = Double(text) {
            score = number
        } else if text.isEmpty {
            let signal = status & 0x7f
            failure = signal == 0 ? "its process ended" : "it crashed: \(String(cString: strsignal(signal)))"
        } else {
            failure = String(text.dropFirst(failureMark.count))
        }
        return TrialResult(
            trial: worker.trial, score: score, failure: failure, seconds: worker.began.duration(to: .now) / .seconds(1))
    }

    /// What a process writes in front of why it failed.
    static let failureMark = "failed: "

    /// A score that is no number counts as a failure.
    static func checked(_ result: TrialResult) -> TrialResult {
        guard let score = result.score, !score.isFinite else { return result }
        return TrialResult(
            trial: result.trial, score: nil, failure: "its score is \(score)", seconds: result.seconds)
    }

    static func failed(_ what: String) -> SearchError {
        SearchError(problem: "\(what): \(String(cString: strerror(errno)))")
    }
}

/// Displays of a process that nobody sees.
private struct NoTransport: DisplayTransport {
    func publish(_ message: DisplayMessage) {}
}

extension HyperparameterSearch {
    @usableFromInline
    func begin(processes: Int) throws {
        if processes < 1 { fatalError("HyperparameterSearch: \(processes) processes; a positive number is wanted") }
        // Ends what an interrupted run has left.
        run = nil
        if let file {
            for result in try file.open() { done[result.trial.number] = result }
        }
        run = try SearchRun(processes: processes, total: plan.count)
        run?.bar.advance(by: done.count, postfix: bestText)
    }

    /// Runs the next trial, or starts those for which there are processes and waits a moment for results.
    ///
    /// - Returns: Whether there is more to do.
    @usableFromInline
    func advance(_ objective: (Trial) throws -> Double) throws -> Bool {
        guard let run else { return false }
        if run.waiting.isEmpty && run.workers.isEmpty {
            run.waiting = try trialsToDo()[...]
            if run.waiting.isEmpty { return false }
        }
        if run.processes == 1 {
            let trial = run.waiting.removeFirst()
            let position = RandomGenerator.default.position
            defer { RandomGenerator.default.position = position }
            let began = ContinuousClock.now
            let (score, failure) = outcome(trial, objective)
            try take(
                TrialResult(
                    trial: trial, score: score, failure: failure, seconds: began.duration(to: .now) / .seconds(1)))
            return true
        }
        while run.workers.count < run.processes, let trial = run.waiting.popFirst() {
            if let pipe = try run.start(trial) { performInChild(trial, pipe, objective) }
        }
        for result in run.collect() { try take(result) }
        return true
    }

    /// The trials without a result that can be known from the results so far.
    private func trialsToDo() throws -> [Trial] {
        try plan.trials(done).filter { trial in
            if let result = done[trial.number], !result.trial.matches(trial) {
                throw SearchError(problem: "trial \(trial.number) of the file is not the one that this search asks for")
            }
            return done[trial.number] == nil
        }
    }

    private func outcome(_ trial: Trial, _ objective: (Trial) throws -> Double) -> (score: Double?, failure: String?) {
        setSeed(plan.seed &+ UInt64(trial.number) &+ 1)
        do {
            return (try objective(trial), nil)
        } catch {
            return (nil, "\(error)")
        }
    }

    private func performInChild(_ trial: Trial, _ pipe: Int32, _ objective: (Trial) throws -> Double) -> Never {
        Backend.threadCount = Swift.max(1, Backend.threadCount / (run?.processes ?? 1))
        let (score, failure) = Display.$transport.withValue(NoTransport()) { outcome(trial, objective) }
        let text = Array((score.map { "\($0)" } ?? SearchRun.failureMark + (failure ?? "")).utf8)
        _ = write(pipe, text, text.count)
        sl_end_child()
    }

    @usableFromInline
    func end() -> SearchResults {
        run?.bar.close()
        run = nil
        return results
    }

    private func take(_ result: TrialResult) throws {
        let result = SearchRun.checked(result)
        done[result.trial.number] = result
        try file?.append(result)
        run?.bar.advance(postfix: bestText)
    }

    private var bestText: String {
        plan.ranked(Array(done.values)).first.map { "best \(significantDigits($0.score!, count: 4))" } ?? ""
    }
}

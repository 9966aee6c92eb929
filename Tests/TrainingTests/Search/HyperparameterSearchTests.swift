import Foundation
import Tensors
import Testing
import Training

@Suite struct HyperparameterSearchTests {
    struct Unlucky: Error {}

    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).jsonl").path

    func search(trials: Int = 6, seed: UInt64 = 0, file: String? = nil) -> HyperparameterSearch {
        HyperparameterSearch(
            ["x": .uniform(0...1), "n": .integers(1...3)], by: .random(trials: trials), goal: .maximize, seed: seed,
            file: file)
    }

    /// Not of the default generator's numbers, which other tests draw as well.
    func objective(_ trial: Trial) -> Double { Double(trial["n"] as Int) + trial["x"] }

    // A process of its own for each test that starts others: what the other tests' threads hold stays held in a fork.
    @Test func processesFindWhatTheSessionFinds() async {
        await #expect(processExitsWith: .success) {
            func objective(_ trial: Trial) -> Double { trial["x"] + Tensor.uniform([1]).item() }
            let search = { HyperparameterSearch(["x": .uniform(0...1)], by: .random(trials: 6), goal: .maximize) }
            let position = RandomGenerator.default.position
            let alone = try search().run(objective)
            precondition(RandomGenerator.default.position == position)
            let together = try search().run(processes: 3, objective)
            precondition(together.map(\.trial.number) == alone.map(\.trial.number))
            precondition(together.map(\.score) == alone.map(\.score))
        }
    }

    @Test func whatATrialChangesStaysInItsProcess() async {
        await #expect(processExitsWith: .success) {
            var count = 0
            try HyperparameterSearch(["x": .uniform(0...1)], by: .random(trials: 6), goal: .maximize)
                .run(processes: 2) { _ in
                    count += 1
                    return Double(count)
                }
            precondition(count == 0)
        }
    }

    @Test func trialsThatFailAreToldAndTheOthersGoOn() throws {
        let results = try search().run { trial in
            if trial.number == 1 { throw Unlucky() }
            return trial.number == 2 ? .nan : 1
        }
        #expect(results.failures.map { "\($0.trial.number) \($0.failure!)" } == ["1 Unlucky()", "2 its score is nan"])
        #expect(results.count == 4)
    }

    @Test func aCrashIsAFailedTrial() async {
        await #expect(processExitsWith: .success) {
            let results = try HyperparameterSearch(["x": .uniform(0...1)], by: .random(trials: 6), goal: .maximize)
                .run(processes: 2) { trial in
                    if trial.number == 1 { throw Unlucky() }
                    if trial.number == 3 { abort() }
                    return 1
                }
            let reasons = results.failures.map { "\($0.trial.number) \($0.failure!)" }
            precondition(reasons == ["1 Unlucky()", "3 it crashed: Aborted"], "\(reasons)")
            precondition(results.count == 4)
        }
    }

    @Test func processesDoLargeOperationsWhileOtherThreadsDoToo() async {
        await #expect(processExitsWith: .success) {
            let other = Thread {
                while !Thread.current.isCancelled {
                    for dtype in [DType.float32, .float64] {
                        let a = Tensor.ones([300, 300], dtype: dtype)
                        _ = a.matmul(a)
                    }
                }
            }
            other.start()
            let results = try HyperparameterSearch(["x": .uniform(0...1)], by: .random(trials: 40), goal: .maximize)
                .run(processes: 2) { trial in
                    let scale: Double = trial["x"]
                    let a = Tensor.ones([400, 400]) * scale
                    return a.matmul(a).tanh().sum().item()
                }
            precondition(results.count == 40)
            other.cancel()
            while !other.isFinished { usleep(1000) }
        }
    }

    @Test func aFileLetsAnotherSearchGoOn() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try search().run(objective)
        try search(file: path).run(objective)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 7)
        // Three trials, and the beginning of a line.
        try (lines[...3].joined(separator: "\n") + "\n" + lines[4].prefix(9))
            .write(toFile: path, atomically: true, encoding: .utf8)
        var runs = 0
        let results = try search(file: path).run { trial in
            runs += 1
            return objective(trial)
        }
        #expect(runs == 3)
        #expect(results.map(\.score) == whole.map(\.score))
        let again = try search(file: path).run { _ in fatalError("all trials are done") }
        #expect(again.count == 6)
    }

    @Test func aFileOfAnotherSearchIsRefused() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try search(file: path).run(objective)
        let other = #expect(throws: SearchError.self) { try search(seed: 9, file: path).run(objective) }
        #expect(other?.problem.contains("another search") == true)
        try (try String(contentsOfFile: path, encoding: .utf8) + "nonsense\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let broken = #expect(throws: SearchError.self) { try search(file: path).run(objective) }
        #expect(broken?.problem.hasSuffix("line 8: no trial of this search") == true)
        let nowhere = #expect(throws: SearchError.self) { try search(file: "/nowhere/at/all").run(objective) }
        #expect(nowhere?.problem.contains("No such file or directory") == true)
    }
}

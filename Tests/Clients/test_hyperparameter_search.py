import os
import signal
import time

from processes import alive, children, wait_until

SEARCH = """
import DeepLearning
let digits = Datasets.digits()
let learners = digits.train[0..<300], judges = digits.train[300..<500]
func makeSearch() -> HyperparameterSearch {
    HyperparameterSearch(
        ["rate": .logUniform(1e-4...0.1), "hidden": .choice([8, 16, 32])], by: .random(trials: 6), goal: .maximize)
}
func objective(_ trial: Trial) -> Double {
    let model = Sequential(Linear(64, trial["hidden"]), ReLU(), Linear(trial["hidden"], 10))
    let optimizer = Adam(model, learningRate: trial["rate"])
    for _ in 0..<3 {
        for (inputs, labels) in learners.batches(of: 32) {
            optimizer.zeroGrad()
            softmaxCrossEntropy(logits: model(inputs), labels: labels).backward()
            optimizer.step()
        }
    }
    return accuracy(of: model(judges.inputs), labels: judges.labels)
}
"""


def test_trials_in_processes_of_their_own_find_the_same_and_show_a_table_and_pictures(kernel):
    kernel.succeed(SEARCH)
    outcome = kernel.succeed(
        """
        let found = try makeSearch().run(processes: 2) { trial in
            print("trial", trial.number)
            display("a display of a trial")
            return objective(trial)
        }
        found
        """
    )
    table = outcome.of_type("execute_result")[0].content["data"]
    assert "<table" in table["text/html"] and "rate" in table["text/plain"] and "score" in table["text/plain"]
    assert sorted(line for line in outcome.stdout.splitlines()) == [f"trial {number}" for number in range(6)]
    assert not any("a display of a trial" in str(d.content) for d in outcome.of_type("display_data"))
    kernel.succeed("let alone = try makeSearch().run(objective)")
    kernel.succeed("precondition(found.map(\\.trial.number) == alone.map(\\.trial.number))")
    kernel.succeed("precondition(zip(found, alone).allSatisfy { abs($0.score! - $1.score!) < 0.02 })")
    picture = kernel.succeed("found.figure").of_type("execute_result")[0].content["data"]
    assert "image/png" in picture


def test_a_trial_that_crashes_is_a_failed_trial(kernel):
    kernel.succeed(SEARCH)
    kernel.succeed(
        """
        let crashing = try makeSearch().run(processes: 2) { trial in
            if trial.number == 2 { return Double([1][trial.number]) }
            return 1
        }
        precondition(crashing.count == 5 && crashing.failures.map(\\.trial.number) == [2])
        precondition(crashing.failures[0].failure!.hasPrefix("it crashed"))
        """
    )


def test_an_interrupted_search_leaves_no_process_and_goes_on(kernel):
    kernel.succeed(SEARCH)
    kernel.succeed("let long = makeSearch()\nvar pause = 1.5\nimport Glibc")
    code = """
    let later = try long.run(processes: 2) { trial in
        usleep(UInt32(pause * 1e6))
        return objective(trial)
    }
    """
    session = int(kernel.succeed("print(getpid())").stdout)

    def trials():
        return [process for process in children(session) if alive(process)]

    request = kernel.start(code)
    assert wait_until(lambda: len(trials()) == 2)
    time.sleep(2)
    kernel.ask("interrupt_request", channel="control", timeout=10)
    outcome = kernel.finish(request, code, timeout=20)
    assert outcome.status == "error" and "interrupt" in outcome.reply["ename"].lower()
    assert wait_until(lambda: not trials())
    done = int(kernel.succeed("print(long.results.count)").stdout)
    assert 0 < done < 6
    kernel.succeed("pause = 0\n" + code + "\nprecondition(later.count == 6)")


def test_trials_that_heard_nothing_of_a_session_that_had_to_wait_run_again(kernel):
    kernel.succeed(SEARCH)
    kernel.succeed("let held = makeSearch()\nimport Glibc")
    session = int(kernel.succeed("print(getpid())").stdout)
    code = """
    let whole = try held.run(processes: 2) { trial in
        usleep(3_000_000)
        return objective(trial)
    }
    precondition(whole.count == 6 && whole.failures.isEmpty)
    """
    request = kernel.start(code)
    assert wait_until(lambda: len([p for p in children(session) if alive(p)]) == 2)
    os.kill(session, signal.SIGSTOP)
    time.sleep(4)
    os.kill(session, signal.SIGCONT)
    assert kernel.finish(request, code, timeout=30).status == "ok"

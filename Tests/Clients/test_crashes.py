import os
import re
import signal

import pytest
from processes import host
from session import Session
from test_compile_errors import plain

RECURSION = "func endless(_ n: Int) -> Int { n &+ endless(n &+ 1) &* 3 }\nprint(endless(0))"

# code, words of the message, the line in the cell
ENDINGS = {
    "index out of range": ("let a = [1]\na[5]", "Index out of range", 2),
    "forced nil": ("let text: String? = nil\nprint(\"before\")\nprint(text!)", "Unexpectedly found nil", 3),
    "fatalError": ("fatalError(\"the sky fell\")", "the sky fell", 1),
    "precondition": ("let depth = 3\nprecondition(depth < 2, \"too deep\")", "too deep", 2),
    "overflow": ("var small: Int8 = 127\nfor _ in 0..<2 { small += 1 }", "overflow", 2),
    "division by zero": ("var zero = 0\nzero = zero * 2\nprint(1 / zero)", "Division by zero", 3),
    "bad cast": ("let any: Any = \"text\"\nlet number = any as! Int", "Could not cast", 2),
    "try!": ("struct Oops: Error {}\nfunc oops() throws { throw Oops() }\ntry! oops()", "Oops", 3),
    "thrown error": ("struct Late: Error { let by: Int }\nfunc late() throws { throw Late(by: 7) }\ntry late()", "Late", 3),
    "unbounded recursion": (RECURSION, "overflow", 1),
    "bad pointer": ("let pointer = UnsafeMutablePointer<Int>(bitPattern: 16)!\npointer.pointee = 1", "", 2),
    "abort": ("import Glibc\nabort()", "", 2),
    "exit": ("import Glibc\nexit(3)", "3", None),
    "a closure that sort calls": ("var list = [3, 1, 2]\nlist.sort { a, b in\n    [a][b] < b\n}", "out of range", 3),
    "a closure that map calls": ("let tens = [10]\nprint([0, 1].map { index in\n    tens[index]\n})", "out of range", 3),
    "a static variable": (
        "enum Lazy {\n    static let value: Int = { let none: Int? = nil; return none! }()\n}\nprint(Lazy.value)", "nil", 4
    ),
    "recursion after await": (RECURSION.replace("print", "await Task.yield()\nprint"), "overflow", 1),
    "recursion in a task": (RECURSION.replace("print(endless(0))", "print(await Task { endless(0) }.value)"), "overflow", 1),
    "a block of the main queue": (
        "import Dispatch\nDispatchQueue.main.async { fatalError(\"in a block\") }\nDispatchSemaphore(value: 0).wait()",
        "in a block", 2,
    ),
    "recursion in a queue": (
        "import Dispatch\n" + RECURSION.replace("print(endless(0))", "DispatchQueue.global().async { print(endless(0)) }")
        + "\nDispatchSemaphore(value: 0).wait()", "overflow", 2,
    ),
    "an uncaught asynchronous throw": (
        "struct Late: Error {}\nfunc late() async throws { throw Late() }\ntry await late()", "Late", None
    ),
    "a task group": (
        "await withTaskGroup(of: Int.self) { group in\n    group.addTask { [1][5] }\n    for await _ in group {}\n}",
        "out of range", 2,
    ),
    "the main actor": ("@MainActor func failing() { fatalError(\"acting\") }\nawait failing()", "acting", 1),
    "overlapping accesses": (
        "var list = [1]\nfunc grow(_ x: inout [Int]) { x.append(list.count) }\ngrow(&list)", "exclusivity", None
    ),
}


@pytest.fixture(scope="module")
def earlier(kernel):
    """A kernel with something to lose."""
    kernel.succeed(
        "import Glibc\nvar number = 41\nlet words = [\"kept\", \"all\"]\nfinal class Holder { var value = 1.5 }\n"
        "let holder = Holder()\nfunc greeting() -> String { \"still here\" }"
    )
    return kernel


def assert_intact(kernel):
    outcome = kernel.succeed("number += 1\nprint(number, words, holder.value, greeting())\nnumber -= 1")
    assert outcome.stdout == "42 [\"kept\", \"all\"] 1.5 still here\n"


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_session_survives(earlier, ending):
    code, words, line = ENDINGS[ending]
    outcome = earlier.fail(code)
    text = plain(outcome.traceback)
    assert words.lower() in text.lower(), text
    if line is not None:
        number = outcome.reply["execution_count"]
        assert re.search(rf"In\[{number}\]:{line}\b", text), f"no In[{number}]:{line}\n{text}"
    assert_intact(earlier)


def test_a_session_survives_everything_but_its_own_death():
    kernel = Session(arguments=["--memory-limit", "600MB"])
    try:
        kernel.succeed(
            "var number = 41\nlet words = [\"kept\", \"all\"]\nfinal class Holder { var value = 1.5 }\nlet holder = Holder()\n"
            "func greeting() -> String { \"still here\" }"
        )
        for code, words, _ in ENDINGS.values():
            assert words.lower() in plain(kernel.fail(code).traceback).lower()
            assert_intact(kernel)
        outcome = kernel.fail("var pile: [[Int]] = []\nwhile true { pile.append(Array(repeating: 1, count: 1000)) }")
        assert outcome.reply["ename"] == "OutOfMemory"
        assert_intact(kernel)
        os.kill(host(kernel), signal.SIGKILL)
        assert kernel.fail("number").reply["ename"] == "SessionLost"
        assert kernel.succeed("let number = 1\nprint(number)").stdout == "1\n"
    finally:
        kernel.close()


def test_a_static_variable_whose_initialiser_trapped_can_be_used_once_it_does_not(earlier):
    earlier.succeed("var works = false\nenum Once { static let value: Int = { precondition(works); return 7 }() }")
    for _ in range(2):
        earlier.fail("print(Once.value)")
    assert earlier.succeed("works = true\nprint(Once.value)").stdout == "7\n"


def test_a_cell_whose_task_traps_does_not_go_on(earlier):
    earlier.succeed("import Glibc\nvar steps = 0")
    earlier.fail("Task.detached { fatalError() }\nwhile true { steps += 1; usleep(1000) }")
    assert earlier.succeed("let before = steps\nusleep(300_000)\nprint(steps - before)").stdout == "0\n"


def test_an_index_out_of_range_on_one_line_tells_what_and_where(earlier):
    outcome = earlier.fail("let a = [1]; a[5]")
    assert "Index out of range" in outcome.reply["evalue"]
    assert f"In[{outcome.reply['execution_count']}]:1" in plain(outcome.traceback)
    assert_intact(earlier)


def test_what_a_crashed_cell_did_before_stays_done(earlier):
    earlier.succeed("var progressMade = 0")
    outcome = earlier.fail("progressMade = 5\nprint(\"so far\")\nlet empty: [Int] = []\nprint(empty[0])")
    assert outcome.stdout == "so far\n"
    assert "5" in earlier.value("progressMade")


def test_variables_that_a_crashed_cell_declared_before_the_crash_can_be_read(earlier):
    earlier.fail("let declaredFirst = 12\nlet none: Int? = nil\nprint(none!)")
    assert "12" in earlier.value("declaredFirst")


def test_a_crash_in_a_function_of_an_earlier_cell_names_both_cells(earlier):
    first = earlier.succeed("func pick(_ values: [Int], _ index: Int) -> Int {\n    values[index]\n}")
    outcome = earlier.fail("let few = [1, 2]\nprint(pick(few, 9))")
    text = plain(outcome.traceback)
    assert f"In[{outcome.reply['execution_count']}]:2" in text, text
    assert f"In[{first.reply['execution_count']}]:2" in text, text


def test_a_crash_on_another_thread_ends_the_cell_alone(earlier):
    outcome = earlier.run(
        "let handle = Task.detached { let none: [Int] = []; return none[3] }\nprint(await handle.value)", timeout=30
    )
    assert outcome.status == "error"
    assert_intact(earlier)


def test_many_crashes_in_a_row(earlier):
    for _ in range(20):
        earlier.fail("let gone: Int? = nil\nprint(gone!)")
    assert_intact(earlier)


def test_cells_queued_behind_a_failed_one_are_aborted_and_the_next_one_runs(earlier):
    codes = ["let nothing: Int? = nil\nnothing!", "print(\"should not run\")", "print(\"nor this\")"]
    requests = [earlier.start(code) for code in codes]
    replies = [earlier.reply("shell", request)["content"] for request in requests]
    assert [reply["status"] for reply in replies] == ["error", "aborted", "aborted"]
    assert_intact(earlier)


@pytest.mark.parametrize(
    "code",
    [
        "await withTaskGroup(of: Int.self) { group in\n    group.addTask { [1][5] }\n    for await _ in group {}\n}",
        "@MainActor func failing() { fatalError() }\nawait failing()",
        "Task.detached { fatalError() }\ntry await Task.sleep(nanoseconds: 5_000_000_000)",
        "struct Late: Error {}\nfunc late() async throws { throw Late() }\ntry await late()",
    ],
    ids=["a task group", "the main actor", "a detached task", "an asynchronous throw"],
)
def test_tasks_may_crash_more_often_than_the_machine_has_cores(earlier, code):
    for _ in range(5):
        earlier.fail(code)
    sum_of_tasks = "await withTaskGroup(of: Int.self) { g in for i in 0..<4 { g.addTask { i } }; return await g.reduce(0, +) }"
    assert earlier.value(sum_of_tasks) == "6"
    assert earlier.value("await MainActor.run { 5 }") == "5"


def test_overlapping_accesses_are_told_in_one_line(earlier):
    code = "var list = [1]\nfunc grow(_ x: inout [Int]) { x.append(list.count) }\ngrow(&list)"
    told = earlier.fail(code).reply["evalue"]
    assert "exclusivity violation" in told and "\n" not in told
    assert earlier.value("list") == "[1]"


@pytest.mark.parametrize(
    "code, line",
    [
        ("var xs = [1, 2, 3]\nvar k = 0\nwhile true {\n    xs[k] += 1\n    k += 1\n}", 4),
        ("let board = [1, 2]\nfor i in 0..<100 {\n    print(board[i], board[i + 1])\n}", 3),
    ],
)
def test_an_index_out_of_range_in_a_loop_tells_its_line(kernel, code, line):
    failure = kernel.fail(code)
    assert f", line {line})" in failure.reply["evalue"], failure

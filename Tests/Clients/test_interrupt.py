import time

import pytest
from processes import children, program, statistics, wait_until

ENDLESS = {
    "a tight loop": "while true {}",
    "a counting loop": "var spins = 0\nwhile true { spins &+= 1 }",
    "a loop in a function": "func spin() -> Never { while true {} }\nspin()",
    "a loop that prints": "while true { print(\"more\") }",
    "a loop that allocates": "var pile: [[Int]] = []\nwhile true { pile = [Array(repeating: 1, count: 100)] }",
    "a sleep": "import Glibc\nsleep(1000)",
    "an awaited sleep": "try await Task.sleep(nanoseconds: 1_000_000_000_000)",
    "tensor work": "import DeepLearning\nvar m = Tensor.ones([300, 300])\nwhile true { m = m.matmul(m) * 0.001 }",
    "a blocking read": "import Glibc\nvar ends: [Int32] = [0, 0]\npipe(&ends)\nvar byte: UInt8 = 0\nread(ends[0], &byte, 1)",
    "readLine": "print(readLine() ?? \"\")",
    "a deadlocked semaphore": "import Dispatch\nDispatchSemaphore(value: 0).wait()",
    "a deadlocked lock": "import Foundation\nlet lock = NSLock()\nlock.lock()\nlock.lock()",
    "tasks that ignore cancellation": (
        "await withTaskGroup(of: Void.self) { group in for _ in 0..<6 { group.addTask { while true {} } } }"
    ),
    "a loop that swallows cancellation": "while true { try? await Task.sleep(nanoseconds: 1_000_000_000) }",
    "a task that blocks its thread": "import Glibc\nawait Task.detached { sleep(1000) }.value",
    "a continuation that nobody resumes": "await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }",
    "a closure that sort calls": "var list = [3, 1, 2]\nlist.sort { _, _ in while true {} }",
    "a parallel loop": "import Dispatch\nDispatchQueue.concurrentPerform(iterations: 8) { _ in while true {} }",
    "a static variable's initialiser": "enum Lazy { static let value: Int = { while true {} }() }\nprint(Lazy.value)",
    "a description": (
        "struct Endless: CustomStringConvertible { var description: String { while true {} } }\nprint(Endless())"
    ),
}


def running(kernel, code):
    """Starts the cell, and returns when it has begun to run."""
    code = "print(\"started\")\n" + code
    request = kernel.start(code, allow_stdin=True)
    kernel.wait_for(lambda m: m.type == "stream" and "started" in m.content["text"], request, code=code)
    return request


@pytest.mark.parametrize("kind", ENDLESS)
def test_an_interrupt_ends(kernel, kind):
    kernel.succeed("let precious = [3, 1, 4]")
    request = running(kernel, ENDLESS[kind])
    time.sleep(0.3)
    asked = time.monotonic()
    reply = kernel.ask("interrupt_request", channel="control", timeout=10)
    assert reply["header"]["msg_type"] == "interrupt_reply"
    assert reply["content"]["status"] == "ok"
    outcome = kernel.finish(request, ENDLESS[kind], timeout=10)
    assert time.monotonic() - asked < 5
    assert outcome.status == "error"
    assert outcome.of_type("error")
    assert "interrupt" in (outcome.reply["ename"] + outcome.reply["evalue"]).lower()
    assert kernel.succeed("print(precious)", timeout=10).stdout == "[3, 1, 4]\n"


def interrupted(kernel, code):
    """The outcome of a cell that is interrupted while it runs."""
    request = running(kernel, code)
    time.sleep(0.2)
    kernel.manager.interrupt_kernel()
    outcome = kernel.finish(request, code, timeout=20)
    assert outcome.reply["ename"] == "Interrupted", outcome
    return outcome


@pytest.mark.parametrize(
    "code, seen",
    [
        ("while !Task.isCancelled { await Task.yield() }\nprint(\"saw it\")", "saw it"),
        (
            "func work() async throws { defer { print(\"cleaned up\") }; while true { try Task.checkCancellation(); await Task.yield() } }\n"
            "try await work()", "cleaned up",
        ),
        (
            "await withTaskCancellationHandler { while !Task.isCancelled { await Task.yield() } } onCancel: { print(\"handled\") }",
            "handled",
        ),
        (
            "import Glibc\nlet worker = Task.detached { while !Task.isCancelled { usleep(1000) }; print(\"the task saw it\") }\n"
            "while true { usleep(1000) }", "the task saw it",
        ),
    ],
    ids=["isCancelled", "checkCancellation", "a cancellation handler", "a task that nobody awaits"],
)
def test_work_that_looks_at_cancellation_sees_it_first(kernel, code, seen):
    assert seen in interrupted(kernel, code).stdout


HANGING_HANDLER = "await withTaskCancellationHandler { while true { await Task.yield() } } onCancel: { while true {} }"


def test_a_handler_of_cancellation_that_hangs_does_not_keep_the_interrupt_up(kernel):
    interrupted(kernel, HANGING_HANDLER)
    assert kernel.succeed("print(\"fine\")").stdout == "fine\n"


def test_nothing_that_an_interrupted_cell_started_goes_on(kernel):
    kernel.succeed("import Glibc\nnonisolated(unsafe) var steps = [0, 0, 0]")
    interrupted(
        kernel,
        "Task.detached { while true { steps[0] += 1; usleep(500) } }\n"
        "Task.detached { while true { steps[1] += 1; try? await Task.sleep(nanoseconds: 500_000) } }\n"
        "while true { steps[2] += 1; usleep(500) }",
    )
    outcome = kernel.succeed("let before = steps\nusleep(300_000)\nprint(zip(steps, before).map { $0 - $1 })")
    assert outcome.stdout == "[0, 0, 0]\n"


def test_the_background_work_of_earlier_cells_goes_on_after_an_interrupt(kernel):
    # A variable for each: two tasks that write one array would lose each other's beats.
    kernel.succeed(
        "import Glibc\nnonisolated(unsafe) var blocking = 0\nnonisolated(unsafe) var awaiting = 0\n"
        "Task.detached { while true { blocking += 1; usleep(500) } }\n"
        "Task.detached { while true { awaiting += 1; try await Task.sleep(nanoseconds: 500_000) } }"
    )
    # A parallel loop takes threads of libdispatch with it, each time all that there are; a handler that hangs, the lock
    # of a task.
    for code in ["while true {}", ENDLESS["an awaited sleep"]] + [ENDLESS["a parallel loop"]] * 6 + [HANGING_HANDLER] * 3:
        interrupted(kernel, code)
        outcome = kernel.succeed(
            "let earlier = (blocking, awaiting)\nusleep(300_000)\nprint(blocking > earlier.0, awaiting > earlier.1)"
        )
        assert outcome.stdout == "true true\n", code


def test_blocks_in_the_background_are_run_at_once_however_many_were_interrupted(kernel):
    kernel.succeed(
        "import Dispatch\nfunc endless() { DispatchQueue.concurrentPerform(iterations: 4) { _ in while true {} } }\n"
        "func waits(_ queue: DispatchQueue) -> Duration {\n"
        "    let done = DispatchSemaphore(value: 0)\n    let clock = ContinuousClock()\n"
        "    return clock.measure { queue.async { done.signal() }; done.wait() }\n}"
    )
    for _ in range(8):
        request = kernel.start("print(1)\nendless()")
        kernel.wait_for(lambda m: m.type == "stream", request)
        kernel.ask("interrupt_request", channel="control")
        assert kernel.finish(request).reply["ename"] == "Interrupted"
    # libdispatch by itself finds only once in a second that none of its threads goes on.
    waits = "(0..<9).map { _ in waits(.global(qos: QOS)) }.sorted()[4] < .milliseconds(300)"
    for quality in ("default", "userInitiated", "utility"):
        assert kernel.value(waits.replace("QOS", "." + quality)) == "true"


def test_a_static_variable_whose_initialiser_was_interrupted_is_initialised_again(kernel):
    kernel.succeed(
        "import Glibc\nvar waits = true\nenum Slow { static let value: Int = { while waits { usleep(1000) }; return 7 }() }"
    )
    interrupted(kernel, "print(Slow.value)")
    assert kernel.succeed("waits = false\nprint(Slow.value)").stdout == "7\n"


def test_run_all_stops_at_an_interrupted_cell_that_ended_by_itself(kernel):
    code = "print(\"started\")\nwhile !Task.isCancelled { await Task.yield() }"
    requests = [kernel.start(code), kernel.start("print(\"should not run\")")]
    kernel.wait_for(lambda m: m.type == "stream", requests[0])
    kernel.manager.interrupt_kernel()
    assert [kernel.reply("shell", request)["content"]["status"] for request in requests] == ["error", "aborted"]


def test_an_interrupt_of_an_idle_kernel_does_no_harm(kernel):
    kernel.succeed("let idle = 1")
    assert kernel.ask("interrupt_request", channel="control")["content"]["status"] == "ok"
    assert kernel.succeed("print(idle)").stdout == "1\n"


def test_the_managers_interrupt_reaches_the_cell(kernel):
    request = running(kernel, "while true {}")
    kernel.manager.interrupt_kernel()
    assert kernel.finish(request, timeout=10).status == "error"


def test_heartbeat_and_control_answer_while_a_cell_runs(kernel):
    request = running(kernel, "while true {}")
    for payload in (b"ping", b"\x00\xff any bytes", b"x" * 10_000):
        asked = time.monotonic()
        assert kernel.heartbeat(payload) == payload
        assert time.monotonic() - asked < 1
    asked = time.monotonic()
    assert kernel.ask("kernel_info_request", channel="control")["content"]["status"] == "ok"
    assert time.monotonic() - asked < 1
    kernel.ask("interrupt_request", channel="control")
    assert kernel.finish(request).status == "error"


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.08, 0.12])
def test_an_interrupt_ends_a_cell_that_is_still_being_compiled(kernel, delay):
    kernel.succeed("let kept = 5")
    code = "var table: [Int: [Int]] = [:]\nvar i = 0\nwhile true { table[i % 9, default: []].append(i); i += 1 }"
    request = kernel.start(code)
    kernel.wait_for(lambda m: m.type == "execute_input", request)
    time.sleep(delay)
    kernel.manager.interrupt_kernel()
    outcome = kernel.finish(request, code, timeout=20)
    assert outcome.reply["ename"] == "Interrupted"
    assert kernel.value("kept") == "5"


LONG_TO_COMPILE = {
    "an expression of too many types": (
        "let sum = [" + ", ".join(["1 + 2.0 * -3 / 4 - -5"] * 60) + "].map { $0 + -1 }.reduce(0) { $0 + $1 * -1 }"
    ),
    "a long literal": "let table = [" + ", ".join(f'"key{i}": [{i}, {i}.5]' for i in range(6000)) + "]",
}


@pytest.mark.parametrize("kind", LONG_TO_COMPILE)
@pytest.mark.parametrize("delay", [0.0, 0.2, 1.0])
def test_an_interrupt_ends_the_compilation_of(kernel, kind, delay):
    kernel.succeed("let kept = 5")
    request = kernel.start(LONG_TO_COMPILE[kind])
    kernel.wait_for(lambda m: m.type == "execute_input", request)
    time.sleep(delay)
    asked = time.monotonic()
    kernel.manager.interrupt_kernel()
    outcome = kernel.finish(request, timeout=20)
    assert time.monotonic() - asked < 3
    assert outcome.reply["ename"] == "Interrupted"
    assert kernel.value("kept") == "5"


def test_cells_compiled_ahead_are_given_up_with_the_cell_before_them(kernel):
    requests = [kernel.start("print(\"started\")\nwhile true {}"), kernel.start(LONG_TO_COMPILE["an expression of too many types"])]
    kernel.wait_for(lambda m: m.type == "stream", requests[0])
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    assert [kernel.reply("shell", request)["content"]["status"] for request in requests] == ["error", "aborted"]

    def busy():
        return [id for id in children(kernel.process_id) if program(id) == "swift-frontend" and statistics(id)[0] == "R"]

    assert wait_until(lambda: not busy()), "the compiler goes on"

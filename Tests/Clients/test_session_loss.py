"""A session that dies takes its variables along. The user learns that once, and goes on in a fresh one."""

import os
import signal
import time

import pytest
from processes import children, host, program, wait_until
from session import Session
from test_compile_errors import plain


def kill(kernel):
    os.kill(host(kernel), signal.SIGKILL)


def kill_between_cells(kernel):
    """Kills the session and waits until the kernel has seen it: a cell that comes before is told as one that it killed."""
    lost = host(kernel)
    os.kill(lost, signal.SIGKILL)
    assert wait_until(
        lambda: any(program(id) == "swiftlet-cell-host" and id != lost for id in children(kernel.process_id))
    ), "the kernel started no other session"


def test_a_cell_whose_session_is_killed_says_so_and_a_fresh_session_is_ready(kernel):
    kernel.succeed("let lost = 1")
    request = kernel.start("print(\"started\")\nwhile true {}")
    kernel.wait_for(lambda m: m.type == "stream", request)
    kill(kernel)
    killed = time.monotonic()
    outcome = kernel.finish(request, timeout=10)
    assert (outcome.status, outcome.reply["ename"]) == ("error", "SessionLost")
    assert len(outcome.of_type("error")) == 1
    assert "variables" in outcome.reply["evalue"] and "gone" in outcome.reply["evalue"]
    assert kernel.succeed("print(\"fresh\")").stdout == "fresh\n"
    # It takes a tenth of that on a machine with nothing else to do.
    assert time.monotonic() - killed < 5


def test_a_name_that_was_lost_is_not_found_and_the_cell_to_run_again_is_named(kernel):
    first = kernel.succeed("let treasure = 1")
    kernel.run("import Glibc\nkill(getpid(), SIGKILL)")
    outcome = kernel.fail("print(treasure)")
    text = plain(outcome.traceback)
    assert "cannot find 'treasure' in scope" in text
    assert f"In[{first.reply['execution_count']}] declared it" in text
    kernel.succeed("let treasure = 2")
    assert kernel.succeed("print(treasure)").stdout == "2\n"


def test_a_session_that_dies_between_cells_is_told_by_the_next_cell_that_needs_it(kernel):
    kernel.succeed("let needed = 1")
    kill_between_cells(kernel)
    outcome = kernel.fail("print(needed)")
    assert outcome.reply["ename"] == "SessionLost"
    assert "cannot find 'needed' in scope" in plain(outcome.traceback)
    assert kernel.fail("print(needed)").reply["ename"] == "CompileError"
    assert kernel.succeed("print(\"fresh\")").stderr == ""


def test_a_cell_that_needs_nothing_of_a_session_that_died_between_cells_runs_with_a_notice(kernel):
    kernel.succeed("let unneeded = 1")
    kill_between_cells(kernel)
    outcome = kernel.succeed("print(\"fresh\")")
    assert outcome.stdout == "fresh\n"
    assert "session was killed" in outcome.stderr and "gone" in outcome.stderr
    assert kernel.succeed("print(\"again\")").stderr == ""


def test_sessions_may_die_again_and_again(kernel):
    for number in range(5):
        kernel.run("import Glibc\nkill(getpid(), SIGKILL)")
        assert kernel.succeed(f"let number = {number}\nprint(number)").stdout == f"{number}\n"


@pytest.fixture(scope="module")
def limited():
    """A kernel whose cells may use 600 MB."""
    session = Session(arguments=["--memory-limit", "600MB"])
    session.succeed("import DeepLearning\nlet kept = [1, 2, 3]")
    yield session
    session.close()


def out_of_memory(kernel, code):
    outcome = kernel.fail(code, timeout=60)
    assert outcome.reply["ename"] == "OutOfMemory", outcome
    assert "--memory-limit" in plain(outcome.traceback) and "intact" in plain(outcome.traceback)
    assert outcome.stderr == ""
    assert kernel.value("kept") == "[1, 2, 3]"
    return outcome


@pytest.mark.parametrize(
    "code, release",
    [
        ("let all = [UInt8](repeating: 1, count: 100 << 30)", "1"),
        ("var numbers: [Int] = []\nwhile true { numbers.append(1) }", "numbers = []"),
        ("var rows: [[Int]] = []\nwhile true { rows.append(Array(repeating: 1, count: 10_000)) }", "rows = []"),
        (
            "final class Node { var next: Node?; init(_ next: Node?) { self.next = next } }\n"
            "var list: Node? = nil\nwhile true { list = Node(list) }",
            "while let node = list { list = node.next }",
        ),
        ("var tensors: [Tensor] = []\nwhile true { tensors.append(Tensor.ones([1000, 1000])) }", "tensors = []"),
    ],
    ids=["100 GB at once", "an array that grows", "many arrays", "many small objects", "many tensors"],
)
def test_a_cell_that_needs_more_memory_than_it_may_fails_alone(limited, code, release):
    outcome = out_of_memory(limited, code)
    assert "600 MB" in outcome.reply["evalue"]
    limited.succeed(release)
    # What was let go of can be used again.
    limited.succeed(f"let large = [UInt8](repeating: 1, count: {50 if 'Tensor' in code else 400}_000_000)\nlarge.count")
    limited.succeed("let large = 0")


def test_cells_may_run_out_of_memory_again_and_again(limited):
    for _ in range(3):
        out_of_memory(limited, "var words: [String] = []\nwhile true { words.append(\"word number \\(words.count) of many\") }")
        limited.succeed("words = []")


def test_memory_that_the_operating_system_does_not_count_is_limited_too(limited):
    code = (
        "import Glibc\nlet size = 4 << 30\n"
        "let shared = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)!\n"
        "memset(shared, 1, size)"
    )
    outcome = limited.fail(code)
    assert outcome.reply["ename"] == "OutOfMemory", outcome
    assert "600 MB" in outcome.reply["evalue"] and "gone" in outcome.reply["evalue"]
    assert limited.succeed("print(\"fresh\")").stdout == "fresh\n"

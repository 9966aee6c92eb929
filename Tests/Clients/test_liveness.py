"""Whatever a cell does, heartbeat, control and kernel_info answer, and the session can be used again."""

import os
import signal
import time

import pytest
from processes import host

CELLS = {
    "computes on all processors": "import Dispatch\nprint(\"started\")\nDispatchQueue.concurrentPerform(iterations: 64) { _ in while true {} }",
    "prints without end": "print(\"started\")\nwhile true { print(\"more and more and more\") }",
    "prints to both streams without end": "import Glibc\nprint(\"started\")\nwhile true { print(\"out\"); fputs(\"err\\n\", stderr) }",
    "displays without end": "import NotebookDisplay\nprint(\"started\")\nwhile true { display(1) }",
    "blocks all signals": "import Glibc\nvar all = sigset_t()\nsigfillset(&all)\npthread_sigmask(SIG_SETMASK, &all, nil)\n"
    "print(\"started\")\nwhile true {}",
    "stops its own process": "import Glibc\nprint(\"started\")\nfflush(stdout)\nraise(SIGSTOP)\nwhile true {}",
    "closes what it does not own": "import Glibc\nprint(\"started\")\nfflush(stdout)\nfor descriptor in 3..<64 { close(Int32(descriptor)) }\n"
    "while true {}",
    "makes threads without end": "import Glibc\nprint(\"started\")\nwhile true {\n    var thread = pthread_t()\n"
    "    pthread_create(&thread, nil, { _ in sleep(1000); return nil }, nil)\n}",
}


def assert_lively(kernel):
    for payload in (b"ping", b"x" * 10_000):
        assert kernel.heartbeat(payload) == payload
    assert kernel.ask("kernel_info_request", channel="control", timeout=5)["content"]["status"] == "ok"


@pytest.mark.parametrize("kind", CELLS)
def test_a_kernel_stays_responsive_while_a_cell(fresh_kernel, kind):
    request = fresh_kernel.start(CELLS[kind])
    fresh_kernel.wait_for(lambda m: m.type == "stream", request, code=CELLS[kind])
    for _ in range(3):
        assert_lively(fresh_kernel)
        time.sleep(0.1)
    fresh_kernel.ask("interrupt_request", channel="control", timeout=5)
    outcome = fresh_kernel.finish(request, CELLS[kind], timeout=30)
    assert outcome.reply["ename"] in ("Interrupted", "SessionLost"), outcome
    assert fresh_kernel.succeed("print(\"fine\")").stdout == "fine\n"


def test_a_kernel_is_responsive_while_it_compiles(kernel):
    code = "let sum = [" + ", ".join(["1 + 2.0 * -3 / 4 - -5"] * 60) + "].map { $0 + -1 }.reduce(0) { $0 + $1 * -1 }"
    request = kernel.start(code)
    kernel.wait_for(lambda m: m.type == "execute_input", request)
    assert_lively(kernel)
    kernel.ask("interrupt_request", channel="control")
    assert kernel.finish(request, code, timeout=20).reply["ename"] == "Interrupted"


def test_a_session_that_hangs_can_be_ended_by_a_restart(fresh_kernel):
    fresh_kernel.succeed("let gone = 1")
    os.kill(host(fresh_kernel), signal.SIGSTOP)
    fresh_kernel.start("print(1)")
    fresh_kernel.manager.restart_kernel()
    fresh_kernel.client.wait_for_ready(timeout=60)
    assert fresh_kernel.succeed("print(\"fresh\")").stdout == "fresh\n"

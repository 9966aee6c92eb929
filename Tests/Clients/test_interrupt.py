import time

import pytest

ENDLESS = {
    "a tight loop": "while true {}",
    "a counting loop": "var spins = 0\nwhile true { spins &+= 1 }",
    "a loop in a function": "func spin() -> Never { while true {} }\nspin()",
    "a loop that prints": "while true { print(\"more\") }",
    "a loop that allocates": "var pile: [[Int]] = []\nwhile true { pile = [Array(repeating: 1, count: 100)] }",
    "a sleep": "import Glibc\nsleep(1000)",
    "an awaited sleep": "try await Task.sleep(nanoseconds: 1_000_000_000_000)",
}


def running(kernel, code):
    """Starts the cell, and returns when it has begun to run."""
    code = "print(\"started\")\n" + code
    request = kernel.start(code)
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

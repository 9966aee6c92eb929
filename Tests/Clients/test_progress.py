"""Progress bars in a notebook: what stays of them when their loops end in other ways than by themselves."""

import pytest


@pytest.fixture(scope="module")
def notebook(kernel):
    kernel.succeed("struct Bad: Error {}")
    return kernel


def states(outcome) -> list[str]:
    """What the cell's only bar said, one text for each of its states."""
    shown, updates = outcome.of_type("display_data"), outcome.of_type("update_display_data")
    assert len({m.content["transient"]["display_id"] for m in shown + updates}) == len(shown) == 1, outcome
    return [m.content["data"]["text/plain"] for m in shown + updates]


def test_a_loop_that_is_left_by_break_says_so(notebook):
    final = states(notebook.succeed("for i in progress(0..<10) where i == 4 { break }"))[-1]
    assert "4/10" in final and final.endswith("stopped]")


@pytest.mark.parametrize(
    "body", ["throw Bad()", "let none: Int? = nil\n    _ = none!", "try await Task.sleep(for: .milliseconds(1))\n    throw Bad()"],
    ids=["error", "trap", "error-in-async-code"],
)
def test_a_loop_that_an_error_ends_says_so(notebook, body):
    outcome = notebook.fail(f"for i in progress(0..<10) where i == 4 {{\n    {body}\n}}")
    final = states(outcome)[-1]
    assert "4/10" in final and final.endswith("stopped]")
    assert outcome.order.index("update_display_data") < outcome.order.index("error")


@pytest.mark.parametrize("wait", ["usleep(20_000)", "try await Task.sleep(for: .milliseconds(20))"])
def test_an_interrupted_loop_says_so(notebook, wait):
    code = f"import Glibc\nfor i in progress(0..<10_000, description: \"long\") {{ {wait} }}"
    request = notebook.start(code)
    notebook.wait_for(lambda m: m.type == "update_display_data", request)
    notebook.ask("interrupt_request", channel="control")
    outcome = notebook.finish(request, code)
    assert outcome.status == "error"
    final = states(outcome)[-1]
    assert final.startswith("long:") and final.endswith("stopped]") and "left" not in final


def test_an_interrupt_stops_the_bars_of_both_loops(notebook):
    code = "import Glibc\nfor _ in progress(0..<5, description: \"outer\") " \
        "{ for _ in progress(0..<10_000, description: \"inner\") { usleep(20_000) } }"
    request = notebook.start(code)
    notebook.wait_for(
        lambda m: m.type == "update_display_data" and "inner" in m.content["data"]["text/plain"], request)
    notebook.ask("interrupt_request", channel="control")
    outer, inner = states(notebook.finish(request, code))[-1].split("\n")
    assert outer.startswith("outer:") and outer.endswith("stopped]")
    assert inner.startswith("  inner:") and inner.endswith("stopped]")


def test_a_bar_of_an_earlier_cell_is_not_stopped_by_the_failure_of_a_later_one(notebook):
    first = notebook.succeed("let earlierBar = ProgressBar(total: 4, description: \"earlier\")\nearlierBar.advance()")
    failed = notebook.fail("throw Bad()")
    assert failed.of_type("update_display_data") == []
    outcome = notebook.succeed("earlierBar.advance(by: 3)\nearlierBar.close()")
    updates = outcome.of_type("update_display_data")
    shown = first.of_type("display_data")
    assert updates[-1].content["transient"] == shown[0].content["transient"]
    assert "4/4" in updates[-1].content["data"]["text/plain"]


def test_a_loop_that_an_earlier_cell_has_not_finished_does_not_take_later_bars_in(notebook):
    first = notebook.succeed(
        "var keptIterator = progress(0..<3, description: \"kept\").makeIterator()\n_ = keptIterator.next()")
    later = notebook.succeed("for _ in progress(0..<2, description: \"later\") {}")
    assert len(first.of_type("display_data")) == 1
    assert "2/2" in states(later)[-1] and "kept" not in states(later)[-1]


def test_an_asynchronous_sequence_is_followed(notebook):
    said = states(notebook.succeed(
        "let numbersStream = AsyncStream<Int> { continuation in\n    for i in 0..<50 { continuation.yield(i) }\n"
        "    continuation.finish()\n}\nvar streamed = 0\n"
        "for await n in progress(numbersStream, description: \"stream\", total: 50) {\n"
        "    streamed += n\n    try await Task.sleep(for: .milliseconds(5))\n}"))
    assert "50/50" in said[-1] and "stopped" not in said[-1] and len(said) > 2
    assert notebook.value("streamed") == "1225"


def test_updates_of_a_fast_loop_are_few(notebook):
    outcome = notebook.succeed("var steps = 0\nfor i in progress(0..<3_000_000) { steps &+= i & 1 }", timeout=120)
    said = states(outcome)
    seconds = outcome.messages[-1].arrived - outcome.messages[0].arrived
    assert "3,000,000/3,000,000" in said[-1]
    assert len(said) <= 4 + 12 * seconds, f"{len(said)} states in {seconds:.1f} s"

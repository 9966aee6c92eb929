"""`jupyter console`: a front end of lines on a terminal, which knows no updates of displays."""

import re

import pytest
from console import Console
from processes import alive, children, wait_until


@pytest.fixture
def console():
    console = Console()
    yield console
    console.close()


def test_a_value_is_shown_at_a_numbered_prompt(console):
    assert console.run("1 + 1", 1) == ["Out[1]: 2"]
    assert console.run('let name = "Ada"', 2) == []
    assert console.run("name.count", 3) == ["Out[3]: 3"]


def test_a_declaration_goes_on_over_several_lines_until_it_is_complete(console):
    console.wait_for(r"^In \[1\]:")
    console.enter("func double(_ x: Int) -> Int {")
    console.wait_for(r"^ *\.\.\.:")
    console.enter("x * 2")
    console.enter("}")
    console.wait_for(r"^In \[2\]:")
    assert console.run("double(21)", 2) == ["Out[2]: 42"]


def test_what_is_printed_and_displayed_stands_below_the_cell(console):
    assert console.run('print("a"); display(Markdown("**b**")); print("c")', 1) == ["a", "**b**", "c"]


def test_a_progress_bar_moves_on_its_line(console):
    code = 'for _ in progress(0..<20, description: "work") { try await Task.sleep(for: .milliseconds(50)) }'
    console.wait_for(r"^In \[1\]:")
    console.enter(code)
    console.wait_for(r"work:\s+(?!0%)\d?\d%")
    console.wait_for(r"^In \[2\]:")
    bars = [line for line in console.lines if line.startswith("work:")]
    assert len(bars) == 1 and "100%" in bars[0] and "20/20" in bars[0], console.text


def test_bars_of_loops_in_loops_take_two_lines_and_leave_one(console):
    code = 'for _ in progress(0..<3, description: "outer") { for _ in progress(0..<5, description: "inner") ' \
        "{ try await Task.sleep(for: .milliseconds(60)) } }"
    console.wait_for(r"^In \[1\]:")
    console.enter(code)
    console.wait_for(r"^outer:.*\n  inner:")
    console.wait_for(r"^In \[2\]:")
    shown = [line for line in console.lines if re.match(r" *(outer|inner):", line)]
    assert len(shown) == 1 and "3/3" in shown[0], console.text


def test_text_that_is_printed_beside_a_bar_is_not_written_over(console):
    code = 'for i in progress(0..<3) { print("step \\(i)"); try await Task.sleep(for: .milliseconds(200)) }'
    shown = console.run(code, 1)
    assert [line for line in shown if line.startswith("step")] == ["step 0", "step 1", "step 2"], console.text
    assert "3/3" in shown[-1]


def test_an_array_of_structs_is_a_table(console):
    console.run('struct City { var name: String; var people: Int; var river: String? }', 1)
    shown = console.run(
        'let cities = [City(name: "Köln", people: 1_087_353, river: "Rhein"), '
        'City(name: "Heide (Holstein)", people: 21_684)]; cities', 2)
    assert shown[-4].split() == ["name", "people", "river"] and shown[-2].split() == ["Köln", "1087353", "Rhein"]
    assert shown[-1].split() == ["Heide", "(Holstein)", "21684", "–"]


def test_a_mistake_and_a_trap_are_shown_in_colour(console):
    shown = "\n".join(console.run("let x: Int = nope", 1))
    assert "cannot find 'nope' in scope" in shown
    assert console.colour_of("error:") != "default"
    assert "Index out of range" in "\n".join(console.run("let numbers = [1]; numbers[3]", 2))
    assert console.run("1", 3) == ["Out[3]: 1"]


def test_an_interrupt_ends_a_loop_and_the_session_goes_on(console):
    console.run("let kept = 40", 1)
    console.wait_for(r"^In \[2\]:")
    console.enter('print("started"); while true {}')
    console.wait_for(r"^started")
    console.process.sendintr()
    console.wait_for(r"^In \[3\]:")
    assert "interrupted" in console.text.lower()
    assert console.run("kept + 2", 3) == ["Out[3]: 42"]


def test_an_interrupted_bar_says_that_it_was_stopped(console):
    console.wait_for(r"^In \[1\]:")
    console.enter('for _ in progress(0..<1000, description: "long") { try await Task.sleep(for: .milliseconds(20)) }')
    console.wait_for(r"^long:\s+[1-9]%")
    console.process.sendintr()
    console.wait_for(r"^In \[2\]:")
    bars = [line for line in console.lines if line.startswith("long:")]
    assert len(bars) == 1 and bars[0].endswith("stopped]"), console.text


def test_input_is_asked_for_at_the_terminal(console):
    console.wait_for(r"^In \[1\]:")
    console.enter('let answer = readLine(prompt: "name?"); print("<\\(answer!)>")')
    console.wait_for(r"^name\?")
    console.enter("Grace")
    console.wait_for(r"<Grace>")


def test_exit_ends_the_console_and_its_kernel(console):
    console.wait_for(r"^In \[1\]:")
    kernel = children(console.process.pid)
    assert kernel
    console.enter("exit")
    assert console.ends(), console.text
    assert wait_until(lambda: not any(alive(process) for process in kernel), timeout=30)

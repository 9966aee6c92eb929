"""Lines that a cell asks its user for."""

import pytest
from session import Session


def answer(kernel: Session, *lines: str) -> list[dict]:
    """Answers as many questions as there are lines, and returns the questions."""
    questions = []
    for line in lines:
        questions.append(kernel.client.get_stdin_msg(timeout=20)["content"])
        kernel.client.input(line)
    return questions


def test_read_line_asks_the_user_after_what_was_printed(kernel):
    code = 'print("Name?", terminator: " ")\nlet name = readLine()!\nprint("hello", name)'
    request = kernel.start(code)
    assert answer(kernel, "Ada 🐦") == [{"prompt": "", "password": False}]
    outcome = kernel.finish(request, code)
    assert outcome.stdout == "Name? hello Ada 🐦\n"


def test_several_lines_are_asked_for_one_by_one(kernel):
    code = "let lines = (0..<3).map { _ in readLine()! }\nlines"
    request = kernel.start(code)
    answer(kernel, "a", "", "c")
    assert kernel.finish(request, code).result == '["a", "", "c"]'


@pytest.mark.parametrize("call, password", [("readLine", False), ("readPassword", True)])
def test_a_prompt_goes_to_the_front_end(kernel, call, password):
    code = f'{call}(prompt: "Say:")!'
    request = kernel.start(code)
    assert answer(kernel, "it") == [{"prompt": "Say:", "password": password}]
    assert kernel.finish(request, code).result == '"it"'


def test_a_front_end_without_input_gets_an_error_and_the_next_cell_may_ask(kernel):
    outcome = kernel.run("let before = 1\nreadLine()", allow_stdin=False)
    assert outcome.status == "error" and outcome.reply["ename"] == "InputUnavailable"
    assert "JupyterLab" in outcome.reply["evalue"]
    request = kernel.start("readLine()! + String(before)")
    answer(kernel, "yes")
    assert kernel.finish(request).result == '"yes1"'


def test_an_interrupt_ends_a_cell_that_waits_for_a_line(kernel):
    request = kernel.start("readLine()")
    kernel.client.get_stdin_msg(timeout=20)
    kernel.manager.interrupt_kernel()
    assert kernel.finish(request).reply["ename"] == "Interrupted"
    request = kernel.start("readLine()!")
    answer(kernel, "again")
    assert kernel.finish(request).result == '"again"'

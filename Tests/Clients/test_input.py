import queue

import pytest


def ask(kernel, code):
    """Starts a cell that asks its user for a line, and returns its request and what it asks with."""
    request = kernel.start(code, allow_stdin=True)
    message = kernel.client.get_stdin_msg(timeout=20)
    assert message["header"]["msg_type"] == "input_request"
    assert message["parent_header"]["msg_id"] == request
    return request, message["content"]


def test_a_cell_reads_the_line_that_its_user_types(kernel):
    code = "let name = readLine()\nprint(\"Hello,\", name ?? \"nobody\")"
    request, content = ask(kernel, code)
    assert content["password"] is False
    kernel.client.input("Ada 🐦")
    assert kernel.finish(request, code).stdout == "Hello, Ada 🐦\n"


def test_a_cell_asks_once_for_each_line(kernel):
    code = "let lines = [readLine(), readLine()].compactMap { $0 }\nprint(lines)"
    request, _ = ask(kernel, code)
    kernel.client.input("one")
    assert kernel.client.get_stdin_msg(timeout=20)["header"]["msg_type"] == "input_request"
    kernel.client.input("two")
    assert kernel.finish(request, code).stdout == "[\"one\", \"two\"]\n"


def test_a_cell_that_waits_for_its_user_can_be_interrupted(kernel):
    code = "print(readLine() ?? \"nothing\")"
    request, _ = ask(kernel, code)
    kernel.ask("interrupt_request", channel="control", timeout=10)
    assert kernel.finish(request, code, timeout=10).status == "error"
    assert kernel.succeed("print(1)").stdout == "1\n"


def test_a_cell_that_asks_where_nobody_answers_ends_with_an_error_that_says_so(kernel):
    outcome = kernel.fail("print(readLine() ?? \"nothing\")", timeout=20)
    assert "input" in outcome.reply["evalue"]
    with pytest.raises(queue.Empty):
        kernel.client.get_stdin_msg(timeout=0.2)
    assert kernel.succeed("print(1)").stdout == "1\n"

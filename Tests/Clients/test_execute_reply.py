"""What a reply to execute_request holds beside the outputs, and what its options ask for."""

import pytest


def expressions(kernel, code, values, **options):
    return kernel.run(code, user_expressions=values, **options).reply["user_expressions"]


def test_user_expressions_are_evaluated_in_the_session_after_the_cell(kernel):
    values = expressions(kernel, "let width = 6", {"area": "width * 7", "text": 'String(width) + "!"'})
    assert values["area"] == {"status": "ok", "data": {"text/plain": "42"}, "metadata": {}}
    assert values["text"]["data"]["text/plain"] == '"6!"'


def test_a_user_expression_has_the_richest_representation_of_its_value(kernel):
    values = expressions(kernel, "", {"page": 'HTML("<b>bold</b>")'})
    assert values["page"]["data"]["text/html"] == "<b>bold</b>"


@pytest.mark.parametrize(
    "expression, name, told",
    [
        ("nowhere + 1", "CompileError", "nowhere"),
        ("[1, 2][offset]", "FatalError", "Index out of range"),
        ("try failing()", "Wrong", "Wrong"),
        ("let inner = 1", "NotAnExpression", "let inner = 1"),
        ("", "NotAnExpression", ""),
        ("1 +", "CompileError", ""),
    ],
)
def test_a_user_expression_that_fails_leaves_the_cell_and_the_others_alone(kernel, expression, name, told):
    kernel.succeed("let offset = 5\nstruct Wrong: Error {}\nfunc failing() throws -> Int { throw Wrong() }")
    outcome = kernel.succeed("let fine = offset", user_expressions={"bad": expression, "good": "fine"})
    values = outcome.reply["user_expressions"]
    assert values["good"]["data"]["text/plain"] == "5"
    assert values["bad"]["status"] == "error" and values["bad"]["ename"] == name
    assert told in values["bad"]["evalue"] + "".join(values["bad"]["traceback"]) and values["bad"]["traceback"]
    assert outcome.of_type("error") == []


def test_what_a_user_expression_prints_belongs_to_the_cell_and_its_value_is_not_shown(kernel):
    outcome = kernel.succeed(
        'func told() -> Int { print("evaluated"); return 3 }', user_expressions={"value": "told()", "nothing": "print(1)"}
    )
    assert outcome.stdout == "1\nevaluated\n"
    assert outcome.of_type("execute_result") == []
    assert outcome.reply["user_expressions"]["value"]["data"]["text/plain"] == "3"
    assert outcome.reply["user_expressions"]["nothing"]["data"]["text/plain"] == "()"


def test_user_expressions_can_wait(kernel):
    kernel.succeed("func later() async -> Int { await Task.yield(); return 9 }")
    assert expressions(kernel, "", {"value": "await later()"})["value"]["data"]["text/plain"] == "9"


def test_user_expressions_of_a_failed_cell_are_not_evaluated(kernel):
    outcome = kernel.fail("nothing.such", user_expressions={"one": "1"})
    assert outcome.reply["user_expressions"] == {}


def test_a_silent_request_shows_neither_code_nor_value_and_does_not_count(kernel):
    before = kernel.succeed("1").reply["execution_count"]
    outcome = kernel.succeed("let quiet = 4\nquiet", silent=True, user_expressions={"quiet": "quiet"})
    assert [m.type for m in outcome.messages] == ["status", "status"]
    assert outcome.reply["execution_count"] == before
    assert outcome.reply["user_expressions"]["quiet"]["data"]["text/plain"] == "4"
    assert kernel.succeed("quiet").reply["execution_count"] == before + 1


def test_what_is_not_to_be_stored_is_shown_and_does_not_count(kernel):
    before = kernel.succeed("1").reply["execution_count"]
    outcome = kernel.succeed("40 + 2", store_history=False)
    assert outcome.result == "42" and outcome.reply["execution_count"] == before
    assert kernel.succeed("1").reply["execution_count"] == before + 1


def test_an_error_gives_up_the_cells_behind_it(kernel):
    codes = ["Thread.nowhere", "let behind = 1", "2"]
    requests = [kernel.start(code) for code in codes]
    outcomes = [kernel.finish(request, code) for request, code in zip(requests, codes)]
    assert [outcome.status for outcome in outcomes] == ["error", "aborted", "aborted"]
    assert kernel.value("1 + 1") == "2"


def test_an_error_leaves_the_cells_behind_it_where_the_request_says_so(kernel):
    codes = ["alsoNowhere", "let afterwards = 1", "afterwards + 1"]
    requests = [kernel.start(code, stop_on_error=False) for code in codes]
    outcomes = [kernel.finish(request, code) for request, code in zip(requests, codes)]
    assert [outcome.status for outcome in outcomes] == ["error", "ok", "ok"]
    assert outcomes[2].result == "2"


def test_requests_of_other_kinds_behind_an_error_are_answered(kernel):
    failing = kernel.start("stillNowhere")
    question = kernel.send("is_complete_request", {"code": "1"})
    assert kernel.finish(failing).status == "error"
    assert kernel.reply("shell", question)["content"]["status"] == "complete"


@pytest.mark.parametrize("wait", [True, False])
def test_clear_output_is_published_between_what_stands_around_it(kernel, wait):
    outcome = kernel.succeed(f'print("before")\nclearOutput(wait: {str(wait).lower()})\nprint("after")')
    assert outcome.order[2:-1] == ["stdout", "clear_output", "stdout"]
    assert outcome.of_type("clear_output")[0].content == {"wait": wait}

import pytest


@pytest.mark.parametrize(
    "code, text",
    [
        ("1 + 1", "2"),
        ("[1, 2, 3].map { $0 * $0 }", "[1, 4, 9]"),
        ("let greeting = \"hello\"\ngreeting.uppercased()", "HELLO"),
        ("struct Point { var x = 1, y = 2 }\nPoint().x", "1"),
        ("(1...3).reduce(0, +) // a comment after the value", "6"),
    ],
)
def test_the_value_of_the_last_expression_is_the_result(fresh_kernel, code, text):
    outcome = fresh_kernel.succeed(code)
    assert outcome.result is not None, outcome
    assert text in outcome.result, outcome


@pytest.mark.parametrize(
    "code",
    [
        "let unshown = 1",
        "func unshown() -> Int { 1 }",
        "var counter = 0\ncounter += 1",
        "print(1)",
        "for i in 0..<3 { _ = i }",
        "",
        "// only a comment",
    ],
)
def test_nothing_is_the_result_of_a_cell_without_a_value(fresh_kernel, code):
    assert fresh_kernel.succeed(code).of_type("execute_result") == []


def test_result_carries_the_number_of_its_cell(kernel):
    outcomes = [kernel.succeed("1"), kernel.succeed("2")]
    numbers = [outcome.reply["execution_count"] for outcome in outcomes]
    assert numbers[1] == numbers[0] + 1
    for outcome, number in zip(outcomes, numbers):
        assert outcome.of_type("execute_result")[0].content["execution_count"] == number
        announced = outcome.of_type("execute_input")[0].content
        assert announced == {"code": outcome.code, "execution_count": number}


def test_a_silent_cell_publishes_no_result_and_takes_no_number(kernel):
    before = kernel.succeed("1").reply["execution_count"]
    silent = kernel.run("40 + 2", silent=True)
    assert silent.status == "ok"
    assert silent.of_type("execute_result") == [] and silent.of_type("execute_input") == []
    assert kernel.succeed("1").reply["execution_count"] == before + 1

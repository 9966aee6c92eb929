import re

import pytest

ANSI = re.compile("\x1b\\[[0-9;]*m")


def plain(text):
    return ANSI.sub("", text)


@pytest.mark.parametrize(
    "code, line, column, words",
    [
        ("let x: Int = \"text\"", 1, 14, "cannot convert value of type 'String' to specified type 'Int'"),
        ("let a = 1\n\n  nonesuch(a)", 3, 3, "cannot find 'nonesuch' in scope"),
        ("print(1)\nstruct S {\n    var x: Missing\n}", 3, 12, "cannot find type 'Missing' in scope"),
        ("let 🐦 = 1\nlet b = 🐦 + nope", 2, 13, "cannot find 'nope' in scope"),
        ("func f() {", 1, 11, "expected '}' at end of brace statement"),
    ],
)
def test_a_compile_error_names_the_cells_line_and_column(kernel, code, line, column, words):
    outcome = kernel.fail(code)
    number = outcome.reply["execution_count"]
    text = plain(outcome.traceback)
    found = re.search(rf"In\[{number}\]:(\d+):(\d+)", text)
    assert found, f"no In[{number}]:line:column\n{text}"
    assert int(found[1]) == line, text
    assert int(found[2]) == column, f"columns are counted in characters\n{text}"
    assert words in text
    assert words in outcome.reply["evalue"]
    assert code.split("\n")[line - 1] in text, "the offending line is not quoted"


def test_a_compile_error_runs_nothing(kernel):
    outcome = kernel.fail("print(\"ran\")\nlet y: Int = \"\"")
    assert outcome.stdout == ""


def test_every_mistake_of_a_cell_is_told(kernel):
    text = plain(kernel.fail("let p: Int = \"\"\nlet q: String = 1").traceback)
    assert re.search(r"In\[\d+\]:1:", text) and re.search(r"In\[\d+\]:2:", text)


def test_the_position_is_right_when_the_last_expression_is_wrong(kernel):
    text = plain(kernel.fail("let base = 2\nbase + \"two\"").traceback)
    assert re.search(r"In\[\d+\]:2:\d+", text), text
    assert "_showResult" not in text


def test_no_path_of_the_session_is_shown(kernel):
    text = plain(kernel.fail("let z: Int = \"text\"").traceback)
    assert "/tmp/" not in text and "/run/" not in text and "Cell" not in text


def test_a_warning_is_shown_and_the_cell_runs(kernel):
    outcome = kernel.succeed("func warned() { var never = 1 }\nprint(\"ran\")")
    assert outcome.stdout == "ran\n"
    assert "never" in plain(outcome.stderr)
    assert re.search(r"In\[\d+\]:1:", plain(outcome.stderr)), outcome


@pytest.mark.parametrize(
    "code",
    ["var q = 1 }", "let a = [1, 2]]", "let x = 5 let y = 3", "let a b = 1", "let a = 1,", "func f() { } }\nlet y = 2",
     "guard let g = Optional(1) else { fatalError() } }", "- let a = 1", "1) let x = 5"],
)
def test_a_declaration_that_does_not_parse_is_only_an_error(kernel, code):
    assert kernel.fail(code).reply["ename"] == "CompileError"
    assert kernel.value("6 * 7") == "42"

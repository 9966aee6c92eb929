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
        ("func f() {", 1, 11, "expected '}' to end function"),
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


def told(kernel, code):
    """What a learner reads of a cell that does not compile, without colours."""
    return plain(kernel.fail(code).traceback)


def test_an_error_shows_its_range_and_the_line_as_it_should_be(kernel):
    text = told(kernel, "func labelled(_ x: Int, label: String) {}\nlabelled(1, lable: \"x\")")
    assert '  2 | labelled(1, lable: "x")\n    |         ^   ~~~~~\n  + | labelled(1, label: "x")' in text, text
    assert "    |                    ~ ^ ~~~" in told(kernel, "let s = \"a\"; print(s - \"b\")")


def test_the_value_of_an_error_is_one_line_with_its_place(kernel):
    reply = kernel.fail("let wrong1: Int = \"\"\nlet wrong2: String = 1").reply
    assert reply["ename"] == "CompileError"
    number = reply["execution_count"]
    assert reply["evalue"] == (
        f"cannot convert value of type 'String' to specified type 'Int' (In[{number}], line 1) and 1 more error"
    )


def test_a_note_shows_the_line_of_the_earlier_cell_that_it_is_about(kernel):
    first = kernel.succeed("let pad = 0; func declaredEarlier(_ x: Int, label: String) -> Int { x }")
    text = told(kernel, "declaredEarlier(1)")
    assert f"'declaredEarlier(_:label:)' declared here at In[{first.reply['execution_count']}]:1:19" in text, text
    assert "  1 | let pad = 0; func declaredEarlier" in text, text


def test_the_caret_stands_under_its_character_whatever_comes_before(kernel):
    text = told(kernel, "let 日本 = \"漢字🐦\"; nosuch日")
    line, underline = re.search(r"\d \| (let .*)\n +\| ( *\^)", text).groups()
    assert underline.index("^") == len("let ") + 4 + len(" = \"") + 6 + len("\"; ")


def test_an_error_far_down_a_long_cell_is_at_its_line(kernel):
    code = "\n".join(f"let line{n} = {n}" for n in range(1, 200)) + "\nlet wrong: Int = \"\""
    assert re.search(r"In\[\d+\]:200:18: error", told(kernel, code))


def test_a_cell_with_many_mistakes_shows_the_first_ones(kernel):
    text = told(kernel, "\n".join(f"nosuch{n}()" for n in range(40)))
    assert text.count("error:") == 8 and "… and 32 more errors" in text


def test_a_cell_that_does_not_parse_is_told_of_nothing_else(kernel):
    text = told(kernel, "let open = [1, 2\nprint(open, unknownName)")
    assert text.count("error:") == 1 and "expected ']' to end array" in text
    assert "  + | let open = [1, 2]" in text


def test_a_forgotten_await_is_told_as_that(kernel):
    kernel.succeed("func later() async throws -> Int { 1 }")
    text = told(kernel, "let now = try later()")
    assert "is 'async' but is not marked with 'await'" in text
    assert "  + | let now = try await later()" in text


def test_a_forgotten_try_is_told_with_what_can_be_done(kernel):
    kernel.succeed("func mayThrow() throws -> Int { 1 }")
    text = told(kernel, "let got = mayThrow()")
    assert "  + | let got = try mayThrow()" in text and "  + | let got = try? mayThrow()" in text


@pytest.mark.parametrize(
    "code, module",
    [
        ("let today = Date()", "Foundation"),
        ("let t = Tensor([1.0, 2.0])", "DeepLearning"),
        ("let s = String(format: \"%.2f\", 1.5)", "Foundation"),
    ],
)
def test_a_forgotten_import_is_named(fresh_kernel, code, module):
    assert f"note: 'import {module}' is missing" in told(fresh_kernel, code)
    fresh_kernel.succeed(f"import {module}\n{code}")


def test_a_name_of_a_cell_that_stopped_before_it(kernel):
    stopped = kernel.fail("let reachedName = 1\nlet neverReached = [Int]()[3]")
    assert kernel.value("reachedName") == "1"
    text = told(kernel, "neverReached + 1")
    assert f"'neverReached' is declared by In[{stopped.reply['execution_count']}], which stopped before it" in text


def test_a_name_of_a_cell_that_was_given_up(kernel):
    requests = [kernel.start(code) for code in ["[Int]()[1]", "let givenUp = 1"]]
    assert [kernel.reply("shell", r)["content"]["status"] for r in requests] == ["error", "aborted"]
    assert "'givenUp' is declared by a cell that did not run" in told(kernel, "print(givenUp)")


def test_a_function_that_means_an_earlier_type_is_named_with_the_cell_to_run_again(kernel):
    declared = kernel.succeed("struct Bird { var wings = 2 }", cell_id="bird").reply["execution_count"]
    user = kernel.succeed("func count(_ bird: Bird) -> Int { bird.wings }", cell_id="count").reply["execution_count"]
    kernel.succeed("struct Bird { var wings = 2, tail = 1 }", cell_id="bird")
    text = told(kernel, "count(Bird())")
    assert f"'count' of In[{user}] still means the 'Bird' that In[{declared}] declared; run In[{user}] again" in text
    kernel.succeed("func count(_ bird: Bird) -> Int { bird.wings }", cell_id="count")
    assert kernel.value("count(Bird())") == "2"


def test_a_warning_is_shown_once_and_not_again_in_later_cells(kernel):
    outcome = kernel.succeed("func noisy() -> Int { 1 }\nnoisy()\nprint(2)")
    assert plain(outcome.stderr).count("warning:") == 1
    assert "  2 | noisy()\n    | ^    ~~" in plain(outcome.stderr)
    assert kernel.succeed("noisy() + 1").stderr == ""


@pytest.mark.parametrize(
    "code",
    [
        "var counterOfNothing = 0\nlet unusedConstant = 1",
        "let fromTask = await Task { 1 }.value\nvar afterwards = 2\nfinal class Quiet { var x = 1 }\nlet quiet = Quiet()",
        "guard var guarded = Int(\"3\") else { fatalError() }\nprint(guarded)",
        "if unusedConstant > 0 { 1 } else { \"one\" }",
        "struct Unshown: ~Copyable {}\nUnshown()",
        "import Foundation\nvar sum = 0\nlet lock = NSLock()\n"
        "DispatchQueue.concurrentPerform(iterations: 2) { i in lock.lock(); sum += i; lock.unlock() }",
    ],
)
def test_an_ordinary_cell_is_not_warned_about(kernel, code):
    kernel.succeed("let unusedConstant = 1")
    assert kernel.succeed(code).stderr == ""

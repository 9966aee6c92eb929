import pytest


def ask(kernel, code):
    content = kernel.ask("is_complete_request", {"code": code})["content"]
    return content["status"], content.get("indent")


@pytest.mark.parametrize(
    "code",
    ["", "1", "let x = 1", "func f() -> Int { 1 }", "if true {\n    print(1)\n}", "\"a { b\"", "// {",
     "let s = \"\"\"\n    text\n    \"\"\"", "[1,\n 2]", "undefined + 1", "%who", "%time f()", "%help\n1", "%%bash\nls (\n",
     "%%time\nf()\n", "let t: Int = \"type errors are complete\""],
)
def test_complete(kernel, code):
    assert ask(kernel, code)[0] == "complete"


@pytest.mark.parametrize(
    "code, indent",
    [
        ("func f() {", "    "),
        ("if true {\n    for i in 0..<3 {", "        "),
        ("let a = [", "    "),
        ("print(", "    "),
        ("struct S {\n    var x = 1", "    "),
        ("let s = \"\"\"\ntext", None),
        ("let closure = { (x: Int) in", "    "),
        ("/* a comment", None),
        ("let x =", None),
        ("%time f(", None),
        ("%%bash\nls", ""),
        ("%%time\nf()", ""),
        ("1 +", None),
    ],
)
def test_incomplete_with_the_indent_of_the_next_line(kernel, code, indent):
    status, given = ask(kernel, code)
    assert status == "incomplete"
    assert isinstance(given, str)
    if indent is not None:
        assert given == indent


@pytest.mark.parametrize("code", ["}", "let = 5", "func ()", ")", "struct { }", "let x = 1]"])
def test_invalid(kernel, code):
    assert ask(kernel, code)[0] == "invalid"


def test_is_complete_answers_without_running_anything(kernel):
    kernel.succeed("var runs = 0")
    ask(kernel, "runs += 1")
    assert "0" in kernel.value("runs")

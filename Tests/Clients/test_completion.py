"""What Tab offers in a cell that is being written."""

import os
import signal
import time
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def session(kernel):
    kernel.succeed(
        """
        import DeepLearning
        let greeting = "hello"
        let layer = Linear(3, 4)
        struct Point {
            var x = 1.0
            func distance(to other: Point) -> Double { 0 }
            private func secret() {}
        }
        let point = Point()
        let maybe: Point? = point
        func fitLine(_ points: [Point], rate: Double = 0.1, epochs: Int) {}
        func describe(shape: Point) {}
        """
    )
    kernel.succeed("extension Point { func shifted() -> Point { self } }")
    return kernel


def complete(kernel, marked):
    """The reply at the mark `|`."""
    position = marked.index("|")
    code = marked[:position] + marked[position + 1 :]
    return reply(kernel, code, position)


def reply(kernel, code, position, **options):
    content = kernel.ask("complete_request", {"code": code, "cursor_pos": position}, **options)["content"]
    assert content["status"] == "ok", content
    details = content["metadata"]["_jupyter_types_experimental"]
    assert [item["text"] for item in details] == content["matches"]
    for item in details:
        assert (item["start"], item["end"]) == (content["cursor_start"], content["cursor_end"])
    return content


def matches(kernel, marked):
    return complete(kernel, marked)["matches"]


def details(kernel, marked):
    found = complete(kernel, marked)["metadata"]["_jupyter_types_experimental"]
    return {item["text"]: (item["type"], item["signature"]) for item in found}


def test_members_of_a_value_of_an_earlier_cells_type(session):
    found = details(session, "point.|")
    assert found["x"] == ("instance", "Double")
    assert found["distance"] == ("function", "(to: Point) -> Double")
    assert found["shifted"][0] == "function", "what another cell adds to the type"


def test_members_of_a_library_type_come_with_types(session):
    found = details(session, "layer.|")
    assert found["weight"] == ("instance", "Tensor")
    assert found["forward"][0] == "function"
    assert list(found)[-1] == "self", "what is rarely looked for"


def test_the_prefix_is_replaced_and_nothing_else(session):
    content = complete(session, "print(1); point.dist|")
    assert content["matches"] == ["distance"]
    assert (content["cursor_start"], content["cursor_end"]) == (16, 20)


def test_names_of_the_session_come_before_those_of_libraries(session):
    found = matches(session, "g|")
    assert found[0] == "greeting"
    assert "gradient" in found


def test_libraries_come_before_the_rest_of_the_toolchain(session):
    found = matches(session, "ten|")
    assert found[0] == "Tensor"


def test_names_that_are_merely_similar_come_last(session):
    found = matches(session, "softm|")
    assert found[0].lower().startswith("softm")


def test_locals_come_first(session):
    found = matches(session, "for _ in 0..<3 { let greatest = 2\n gre| }")
    assert found[:2] == ["greatest", "greeting"]


def test_keywords(session):
    assert details(session, "prot|")["protocol"][0] == "keyword"


def test_types_where_a_type_is_wanted(session):
    found = matches(session, "let many: [Poi|]")
    assert found[0] == "Point"
    assert "point" not in found


def test_labels_of_arguments(session):
    assert details(session, "describe(|")["shape: "] == ("param", "(shape: Point) -> Void")
    found = details(session, "fitLine([point], |")
    assert "rate: " in found and "epochs: " in found
    assert found["rate: "][0] == "param"


def test_modules_behind_import(session):
    assert "Foundation" in matches(session, "import Fou|")
    found = matches(session, "import |")
    assert found.index("Figures") < found.index("CoreFoundation")
    assert "DeepLearning" in found and "Tensors" in found
    assert not [name for name in found if name.startswith(("Cell_", "_"))]


def test_cases_behind_a_leading_dot(session):
    assert {"float32", "float64"} <= set(matches(session, "let type: DType = .|"))


def test_a_member_to_be_overridden_comes_whole(session):
    found = matches(session, "class Mine: Module {\n    override func forw|\n}")
    assert found[0] == "forward(_ input: Tensor) -> Tensor {\n        \n    }"


@pytest.mark.parametrize(
    "before", ['let s = "😀漢字"; ', "let 挨拶 = 1 // é\n", 'print("👩‍👩‍👧‍👦"); ', "/* 🇩🇪 */ "]
)
def test_positions_count_code_points(session, before):
    content = complete(session, before + "greet|")
    assert content["matches"] == ["greeting"]
    assert (content["cursor_start"], content["cursor_end"]) == (len(before), len(before) + 5)


def test_names_that_are_not_ascii(session):
    assert matches(session, "let 学習率 = 0.1\n学|") == ["学習率"]


def test_what_a_type_has_comes_before_what_its_values_have(session):
    found = matches(session, "Tensor.|")
    assert found.index("zeros") < found.index("argmax")


def test_labels_of_a_tuple(session):
    assert {"low", "high"} <= set(matches(session, "let t = (low: 1, high: 2)\nt.|"))


def test_members_that_a_protocol_wants(session):
    session.succeed("protocol Drawable { var area: Double { get }; func draw() }")
    found = matches(session, "struct Square: Drawable {\n    |\n}")
    assert "var area: Double" in found and any(text.startswith("func draw() {") for text in found)


def test_types_alone_behind_an_arrow(session):
    found = matches(session, "func f() -> |")
    assert "Point" in found and "point" not in found and "fitLine" not in found


def test_the_whole_word_around_the_cursor_is_replaced(session):
    content = complete(session, "print(gre|eting)")
    assert content["matches"][0] == "greeting"
    assert (content["cursor_start"], content["cursor_end"]) == (6, 14)


def test_inside_string_interpolation(session):
    assert "x" in matches(session, 'print("at \\(point.|)")')


@pytest.mark.parametrize("marked", ['print("gre|")', "// gre|", "/* gre| */", "12|"])
def test_nothing_in_text_and_numbers(session, marked):
    assert matches(session, marked) == []


@pytest.mark.parametrize(
    "marked",
    ["func f(\npoint.|", "let a = [1, 2\nlet b = point.|", "}\npoint.|", "if greeting.isEmpty {\n    point.|", "let = 3\npoint.|"],
)
def test_in_a_cell_that_does_not_parse(session, marked):
    assert "distance" in matches(session, marked)


def test_a_variable_that_is_declared_anew_from_itself(session):
    assert "distance" in matches(session, "let point = point.|")


def test_members_of_an_optionals_value_come_with_a_question_mark(session):
    content = complete(session, "let x = maybe.|")
    assert "?.distance" in content["matches"] and ".map" in content["matches"]
    assert (content["cursor_start"], content["cursor_end"]) == (13, 14)


def test_cells_that_run_after_something_was_completed(fresh_kernel):
    assert matches(fresh_kernel, "prin|")[0] == "print"
    for cell in range(3):
        fresh_kernel.succeed(f"struct Kind{cell} {{ var member{cell} = 1 }}\nlet value{cell} = Kind{cell}()")
        assert f"member{cell}" in matches(fresh_kernel, f"value{cell}.|")
    assert matches(fresh_kernel, "val|")[:3] == ["value0", "value1", "value2"]


def test_names_of_the_engine_are_hidden(session):
    found = matches(session, "|") + matches(session, "C|") + matches(session, "_|")
    assert not [name for name in found if name.startswith(("_", "Cell_"))]


def test_one_line_for_all_overloads(session):
    found = complete(session, "print(max|)")["matches"]
    assert found.count("max") == 1


@pytest.mark.parametrize("position", [-1, -(2**40), 10**6, 2**40])
def test_a_cursor_outside_of_the_text(session, position):
    content = reply(session, "greet", position)
    assert content["cursor_start"] <= content["cursor_end"] <= 5
    if position > 0:
        assert content["matches"] == ["greeting"]


@pytest.mark.parametrize("content", [{}, {"code": 5, "cursor_pos": 0}, {"code": None}, {"cursor_pos": 1}])
def test_a_request_without_text_is_refused(session, content):
    answer = session.ask("complete_request", content)["content"]
    assert answer["status"] == "error" and answer["ename"] and answer["evalue"]


def test_a_cursor_that_is_no_number_means_the_end(session):
    content = session.ask("complete_request", {"code": "greet", "cursor_pos": "x"})["content"]
    assert content["matches"] == ["greeting"]


def test_a_very_long_cell(session):
    code = "let row = [1, 2, 3] // 漢字\n" * 40_000 + "greet"
    assert len(code.encode()) > 1_000_000
    content = reply(session, code, len(code), timeout=60)
    assert content["cursor_end"] == len(code)
    assert "greeting" in reply(session, "greet", 5)["matches"]


def test_odd_characters(session):
    assert "greeting" in matches(session, "let a\u00a0= \"\u0000\ufeff\u2028\u0085\"\r\ngreet|")


def test_completion_answers_while_a_cell_runs(session):
    request = session.start("let begun = 1\nwhile true {}")
    session.wait_for(lambda m: m.type == "execute_input", request)
    found = session.ask("complete_request", {"code": "greet", "cursor_pos": 5}, channel="control")["content"]
    session.ask("interrupt_request", channel="control")
    session.finish(request)
    assert found["matches"] == ["greeting"]


def language_service(kernel):
    """The process of the compiler's service."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and "language-service" in (folder / "cmdline").read_text():
                stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                if int(stat[1]) == kernel.process_id and stat[0] != "Z":
                    found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            pass
    assert len(found) == 1, found
    return found[0]


def test_a_service_that_was_killed_is_started_again(session):
    matches(session, "greet|")
    first = language_service(session)
    os.kill(first, signal.SIGKILL)
    assert matches(session, "greet|") == ["greeting"]
    assert language_service(session) != first
    assert session.value("greeting") == '"hello"'


def test_a_service_that_does_not_answer_is_given_up(session):
    matches(session, "greet|")
    first = language_service(session)
    os.kill(first, signal.SIGSTOP)
    start = time.monotonic()
    complete(session, "greet|")
    assert time.monotonic() - start < 30
    assert matches(session, "greet|") == ["greeting"]
    assert language_service(session) != first


def test_the_service_ends_with_the_kernel(fresh_kernel):
    fresh_kernel.succeed("let here = 1")
    matches(fresh_kernel, "her|")
    service = language_service(fresh_kernel)
    os.kill(fresh_kernel.process_id, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while Path(f"/proc/{service}").exists():
        assert time.monotonic() < deadline, "the service outlives its kernel"
        time.sleep(0.05)


def test_directives(session):
    content = complete(session, "let a = 1\n  %ti|")
    assert set(content["matches"]) == {"%time", "%%time", "%timeit", "%%timeit"}
    assert (content["cursor_start"], content["cursor_end"]) == (12, 15)
    assert matches(session, "%%ba|") == ["%%bash"]
    assert "%who" in matches(session, "%|")


def test_no_directives_behind_an_operator(session):
    assert not [text for text in matches(session, "let a = 7 %|") if text.startswith("%")]


@pytest.mark.parametrize("line", ["%time ", "%timeit -n 3 ", "%%time\n", "%who\n", "%opt speed\n", "%nosuch thing\n"])
def test_swift_around_directives(session, line):
    content = complete(session, f"{line}point.dist|")
    assert content["matches"] == ["distance"]
    assert content["cursor_start"] == len(line) + 6


def test_nothing_in_scripts_of_other_languages(session):
    assert matches(session, "%%bash\nls gre|") == []

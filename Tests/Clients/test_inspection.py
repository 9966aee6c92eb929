"""What Shift-Tab and a question mark tell of a name."""

import pytest


@pytest.fixture(scope="module")
def session(kernel):
    kernel.succeed(
        '''
        import DeepLearning
        /// How fast to learn.
        let rate = 0.5
        /// A place in the plane.
        struct Point {
            var x = 1.0
            /// How far it is.
            func distance(to other: Point) -> Double { 0 }
        }
        let point = Point()
        /// Fits a line.
        ///
        /// - Parameter rate: How fast.
        func fitLine(_ points: [Point], rate: Double = 0.1) -> Double {
            points.reduce(0) { $0 + $1.x }
        }
        let weights = Tensor([1, 2], requiresGrad: true)
        let model = Sequential(Linear(3, 4), ReLU())
        var looks = 0
        var computed: Int { looks += 1; return looks }
        let numbers = Array(0..<1000)
        '''
    )
    kernel.succeed("(weights * weights).sum().backward()")
    return kernel


def inspect(kernel, marked, detail=0):
    """The plain text for the name at the mark `|`, or nothing."""
    position = marked.index("|")
    content = kernel.ask(
        "inspect_request",
        {"code": marked[:position] + marked[position + 1 :], "cursor_pos": position, "detail_level": detail},
    )["content"]
    assert content["status"] == "ok" and content["metadata"] == {}
    if not content["found"]:
        assert content["data"] == {}
        return None
    assert set(content["data"]) == {"text/plain", "text/markdown"}
    assert "Cell_" not in str(content["data"])
    return content["data"]["text/plain"]


@pytest.mark.parametrize(
    "marked, declaration, documentation",
    [
        ("Lin|ear", "class Linear", "y = x Wᵀ + b."),
        ("let y = layer(weights.su|m())", "func sum", ""),
        ("softmaxCrossEnt|ropy", "func softmaxCrossEntropy(logits: Tensor", "log"),
        ("prin|t(1)", "func print(_ items: Any...", "Writes the textual representations"),
        ("Tensor.zer|os([2])", "static func zeros", "zeros"),
    ],
)
def test_declarations_of_libraries_with_documentation(session, marked, declaration, documentation):
    text = inspect(session, marked)
    assert declaration in text
    assert documentation.lower() in text.lower()


def test_a_function_of_an_earlier_cell(session):
    text = inspect(session, "fitL|ine")
    assert "func fitLine(_ points: [Point], rate: Double = 0.1) -> Double" in text
    assert "Fits a line." in text and "How fast." in text
    assert "In[" in text
    assert "reduce" not in text


def test_detail_level_1_adds_the_source(session):
    assert "points.reduce(0) { $0 + $1.x }" in inspect(session, "fitLine|", detail=1)
    assert "var x = 1.0" in inspect(session, "Point|", detail=1)


def test_members_of_an_earlier_cells_type(session):
    text = inspect(session, "point.dist|ance")
    assert "func distance(to other: Point) -> Double" in text and "How far it is." in text


def test_what_the_cell_itself_declares(session):
    assert "let local: Int" in inspect(session, "/// Mine.\nlet local = 3\nprint(loc|al)")


@pytest.mark.parametrize(
    "marked", ["fitLine(|", "fitLine([point], |", "fitLine([point], rate: 0|)", "let a = 1\nprint(fitLine(|"]
)
def test_the_signature_of_the_function_whose_arguments_are_written(session, marked):
    assert "func fitLine(_ points: [Point], rate: Double" in inspect(session, marked)


def test_the_initializers_of_a_type_that_is_called(session):
    assert "init(_ inputs: Int, _ outputs: Int, bias: Bool" in inspect(session, "Linear(|")


def test_arguments_that_may_be_left_out_make_no_function_of_their_own(session):
    session.succeed("func mark(_ text: String, colour: String = \"red\", size: Int = 1) {}\nfunc mark(_ number: Int) {}")
    for marked in ("mark(|", "plot(|"):
        declarations = inspect(session, marked).split("\n//")[0].splitlines()
        assert len(declarations) == len(set(declarations))
    assert inspect(session, "plot(|").count("func plot(over:") == 1
    assert inspect(session, "mark(|").count("func mark(_ text: String") == 1


def test_a_variables_value(session):
    text = inspect(session, "ra|te")
    assert "let rate: Double" in text and "Value: 0.5" in text and "How fast to learn." in text
    assert "Value: Point(x: 1.0)" in inspect(session, "point|")
    text = inspect(session, "numbers|")
    assert "Count: 1,000" in text and "[0, 1, 2" in text and "990 more" in text


def test_a_tensors_shape_and_gradient(session):
    text = inspect(session, "weights|")
    assert "Shape: [2]" in text and "DType: float32" in text
    assert "Gradient: required, norm 4.47" in text
    assert "[1. 2.]" in text


def test_a_models_layers(session):
    text = inspect(session, "model|")
    assert "Parameters: 16" in text and "Linear(3 → 4)" in text and "Mode: training" in text


def test_values_are_those_of_the_moment(session):
    session.succeed("var moving = 1")
    assert "Value: 1" in inspect(session, "moving|")
    session.succeed("moving = 2")
    assert "Value: 2" in inspect(session, "moving|")
    session.succeed("var moving = \"text\"")
    assert 'Value: "text"' in inspect(session, "moving|")


def test_looking_runs_nothing_of_the_authors(session):
    session.succeed(
        """
        struct Loud: CustomStringConvertible, CustomReflectable {
            var description: String { looks += 1; print("loud"); return "loud" }
            var customMirror: Mirror { looks += 1; return Mirror(self, children: []) }
        }
        let loud = Loud()
        """
    )
    for name in ("computed", "loud"):
        assert inspect(session, name + "|")
    assert session.value("looks") == "0"


def test_values_are_left_out_while_a_cell_runs(session):
    assert "Value" in inspect(session, "rate|")
    request = session.start("while true {}")
    session.wait_for(lambda m: m.type == "execute_input", request)
    content = session.ask("inspect_request", {"code": "rate", "cursor_pos": 4}, channel="control")["content"]
    session.ask("interrupt_request", channel="control")
    session.finish(request)
    assert "let rate: Double" in content["data"]["text/plain"]
    assert "Value" not in content["data"]["text/plain"]
    assert "Value" in inspect(session, "rate|")


def test_nothing_is_shown_while_values_are_looked_at(session):
    before = len(session.published)
    inspect(session, "weights|")
    session.succeed("1")
    kinds = [m.type for m in session.published[before:]]
    assert "display_data" not in kinds and kinds.count("execute_result") == 1


@pytest.mark.parametrize("marked", ["nosuchname|", '"ra|te"', "2 + |", "|", "// ra|te", "12|"])
def test_nothing_is_found_where_there_is_no_name(session, marked):
    assert inspect(session, marked) is None


@pytest.mark.parametrize("position", [-5, 10**9])
def test_a_cursor_outside_of_the_text(session, position):
    content = session.ask("inspect_request", {"code": "rate", "cursor_pos": position})["content"]
    assert content["status"] == "ok" and content["found"]


@pytest.mark.parametrize("content", [{}, {"code": 7, "cursor_pos": 0}, {"code": ["x"]}])
def test_a_request_without_text_is_refused(session, content):
    assert session.ask("inspect_request", content)["content"]["status"] == "error"


def test_positions_count_code_points(session):
    assert "let rate" in inspect(session, 'print("😀漢字👩‍👩‍👧‍👦", ra|te)')


@pytest.mark.parametrize("code", ["?fitLine", "fitLine?", " fitLine ?\n"])
def test_a_question_mark_shows_help_in_a_page(session, code):
    outcome = session.succeed(code)
    (page,) = outcome.reply["payload"]
    assert page["source"] == "page" and page["start"] == 0
    assert "Fits a line." in page["data"]["text/markdown"]
    assert "points.reduce" not in page["data"]["text/plain"]


def test_two_question_marks_show_the_source(session):
    for code in ("??fitLine", "fitLine??"):
        (page,) = session.succeed(code).reply["payload"]
        assert "points.reduce" in page["data"]["text/plain"]


def test_help_for_a_member(session):
    (page,) = session.succeed("?point.distance").reply["payload"]
    assert "How far it is." in page["data"]["text/plain"]


def test_help_for_an_unknown_name_says_so(session):
    outcome = session.succeed("nosuchname?")
    assert outcome.reply["payload"] == []
    assert "nosuchname" in outcome.stdout


def test_help_among_cells_that_run_one_after_the_other(session):
    requests = [session.start(code) for code in ("let a1 = 1", "?print", "let a2 = a1 + 1", "a2 + 1")]
    outcomes = [session.finish(request) for request in requests]
    assert [outcome.status for outcome in outcomes] == ["ok"] * 4
    assert len(outcomes[1].reply["payload"]) == 1
    assert outcomes[3].result == "3"


@pytest.mark.parametrize("code", ["?print", "print?", "??print"])
def test_a_question_is_a_complete_cell(session, code):
    assert session.ask("is_complete_request", {"code": code})["content"]["status"] == "complete"


def test_looking_at_variables_gives_none_back(session):
    session.succeed("var kept = Array(repeating: 1, count: 100)", cell_id="kept")
    for value in (2, 3, 4):
        session.succeed(f"var kept = Array(repeating: {value}, count: 100)", cell_id="kept")
        for _ in range(3):
            assert f"[{value}, {value}" in inspect(session, "kept|")
    assert session.value("kept.reduce(0, +)") == "400"


def test_a_value_that_takes_for_ever_to_tell_is_left_out(session):
    session.succeed(
        """
        final class Endless: Module {
            override var layerDescription: String { while true {} }
            override func forward(_ input: Tensor) -> Tensor { input }
        }
        let endless = Endless()
        """
    )
    text = inspect(session, "endless|")
    assert "let endless: Endless" in text and "Layers" not in text
    assert session.value("rate") == "0.5"


def test_optional_chaining_is_still_swift(session):
    assert session.value("Optional(point)?.x") == "Optional(1.0)"


@pytest.mark.parametrize("marked", ["%tim|e f()", "%%time|\nf()", "let a = 1\n%who|"])
def test_directives(session, marked):
    assert "prints how long" in inspect(session, marked) or "lists the variables" in inspect(session, marked)


def test_a_name_behind_a_directive(session):
    assert "func fitLine" in inspect(session, "%time fitL|ine([point])")

"""Parameters that papermill passes to notebooks in Swift."""

import subprocess
import sys

import nbformat
import papermill
import pytest
from notebooks import notebook, outputs
from papermill.exceptions import PapermillExecutionError
from papermill.inspection import inspect_notebook
from papermill_swift import SwiftTranslator


@pytest.fixture
def run(tmp_path):
    """Runs cells with parameters and returns the notebook that papermill writes."""

    def run(parameters: dict, *cells) -> nbformat.NotebookNode:
        nbformat.write(notebook(*cells), tmp_path / "in.ipynb")
        return papermill.execute_notebook(
            str(tmp_path / "in.ipynb"), str(tmp_path / "out.ipynb"), parameters=parameters, progress_bar=False)

    return run


def injected(run) -> str:
    cells = [cell for cell in run.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    assert len(cells) == 1
    return cells[0].source


def last_value(run) -> str:
    return outputs(run)[-1][0].data["text/plain"]


AWKWARD = 'a "quoted" \\(word)\\n, a\nline\tand \r\x00\x1b é 👩‍👩‍👧 \u2028 ${x} \'#"'


def test_values_take_the_types_of_the_parameters_cell(run):
    done = run(
        {"rate": 1, "scale": 0.5, "layers": [64, 32], "name": "b"},
        ("parameters", 'let rate = 0.1\nlet scale: Float = 2 // of the input\nvar layers = [8]\nlet name: String? = nil'),
        "layers.append(1)",
        "func check(_ rate: Double, _ scale: Float, _ layers: [Int], _ name: String?) -> String "
        '{ "\\(rate) \\(scale) \\(layers) \\(name ?? "none")" }\ncheck(rate, scale, layers, name)',
    )
    assert last_value(done) == '"1.0 0.5 [64, 32, 1] b"'
    assert "let rate: Double = 1\n" in injected(done) and "var layers: [Int] = [64, 32]\n" in injected(done)


def test_every_kind_of_value_compiles_without_a_declared_type(run):
    values = {
        "flag": True, "count": -3, "big": 2**62, "rate": 1e-07, "none": None, "text": AWKWARD, "empty": [],
        "mixed": [1, "a", None, [2, "b"], {"k": 1.5}], "holes": [1, None, 2.5], "settings": {"a": 1, "b": "x", "c": None},
        "nested": {"sizes": [[1, 2], [3]]}, "nothing": {}, "numbered": {1: "one"}, "limit": float("inf"),
        "class": "keyword",
    }
    done = run(
        values,
        "print(type(of: rate), type(of: holes), type(of: nested), type(of: numbered), type(of: mixed))",
        'let told = "\\(flag) \\(count) \\(big) \\(rate) \\(none == nil) \\(empty.count) \\(mixed.count) '
        '\\(holes[1] == nil) \\(settings["a"]!!) \\(nested["sizes"]![1][0]) \\(nothing.isEmpty) \\(numbered[1]!) '
        '\\(limit) \\(`class`)"\ntold',
    )
    assert outputs(done)[1][0].text == (
        "Double Array<Optional<Double>> Dictionary<String, Array<Array<Int>>> Dictionary<Int, String> "
        "Array<Optional<Any>>\n"
    )
    assert last_value(done) == (
        '"true -3 4611686018427387904 1e-07 true 0 5 true 1 3 true one inf keyword"'
    )


def test_the_command_takes_parameters_once_the_package_is_installed(tmp_path):
    nbformat.write(notebook(("parameters", "let rate: Float = 1\nlet name = \"a\""), "rate"), tmp_path / "in.ipynb")
    arguments = ["-m", "papermill", "in.ipynb", "out.ipynb", "-p", "rate", "0.5", "-r", "name", "5"]
    done = subprocess.run(
        [sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    run = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert injected(run) == "// Parameters\nlet rate: Float = 0.5\nlet name: String = \"5\"\n"
    assert last_value(run) == "0.5"


def test_text_arrives_as_it_was_passed(run):
    done = run({"text": AWKWARD}, "Array(text.unicodeScalars.map(\\.value))")
    assert last_value(done) == str([ord(character) for character in AWKWARD])


def test_a_value_of_the_wrong_type_is_an_error_at_the_parameter(run):
    with pytest.raises(PapermillExecutionError, match="cannot convert value of type 'String'"):
        run({"count": "many"}, ("parameters", "let count = 3"), "count")


def test_the_parameters_of_a_notebook_are_listed(tmp_path):
    cell = (
        "// what to learn\nlet rate: Float = 0.1 // the step\nvar steps = 1_000\n"
        'let address = "http://example.org" // where\nlet sizes = [1, 2.5]\nlet computed = f(3)\nprint(steps == 3)\n'
        'let width = Int32(3); let later = 1'
    )
    nbformat.write(notebook(("parameters", cell)), tmp_path / "in.ipynb")
    found = inspect_notebook(str(tmp_path / "in.ipynb"))
    assert {name: (each["inferred_type_name"], each["default"], each["help"]) for name, each in found.items()} == {
        "rate": ("Float", "0.1", "the step"),
        "steps": ("Int", "1_000", ""),
        "address": ("String", '"http://example.org"', "where"),
        "sizes": ("[Double]", "[1, 2.5]", ""),
        "computed": ("None", "f(3)", ""),
        "width": ("None", "Int32(3); let later = 1", ""),
    }


def test_what_one_notebook_declares_does_not_reach_the_next():
    SwiftTranslator.inspect({"source": "var rate: Float = 1"})
    assert SwiftTranslator.codify({"rate": 1}) == "// Parameters\nvar rate: Float = 1\n"
    assert SwiftTranslator.codify({"rate": 1}) == "// Parameters\nlet rate: Int = 1\n"

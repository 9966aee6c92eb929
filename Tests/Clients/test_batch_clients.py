"""One small notebook through the clients that run whole notebooks."""

import re
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from notebooks import SMALL, notebook, outputs


def command(*arguments: str, folder) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, timeout=180, check=False
    )


def check(run: nbformat.NotebookNode) -> None:
    """What must be in the notebook, whoever ran it."""
    nbformat.validate(run)
    shown = outputs(run)
    assert shown[0] == []
    assert [output.text for output in shown[1]] == ["hello 1\n"]
    assert shown[2][0].output_type == "execute_result" and "<table" in shown[2][0].data["text/html"]
    assert "Köln &lt;i&gt;" in shown[2][0].data["text/html"]
    assert len(shown[3]) == 1, "a bar is more than one output"
    assert "20/20" in shown[3][0].data["text/plain"] and "20/20" in shown[3][0].data["text/html"]
    assert len(shown[4]) == 1 and shown[4][0].data["text/plain"].endswith("stopped]")
    chart, formula, tree = shown[5]
    assert chart.data["application/vnd.vegalite.v5+json"]["data"] == {
        "values": [{"name": "Köln <i>", "people": 1087353}]
    }
    assert formula.data["text/latex"] == "$x^2$"
    assert tree.data["application/json"] == {"a": [1, None]}
    assert tree.metadata["application/json"] == {"expanded": True, "root": "root"}
    assert shown[6][0].data["text/plain"] == "1087353"


def test_nbclient_runs_it():
    run = notebook(*SMALL)
    NotebookClient(run, timeout=120).execute()
    check(run)


def test_nbclient_stops_at_an_error_and_keeps_it():
    run = notebook("let a = [1]\nprint(a[0])", "a[1]", "print(\"never\")")
    with pytest.raises(CellExecutionError, match="Index out of range"):
        NotebookClient(run, timeout=120).execute()
    first, second, third = outputs(run)
    assert first[0].text == "1\n" and second[-1].output_type == "error" and third == []


def test_nbclient_goes_on_behind_an_error_where_the_cell_may_fail():
    run = notebook(("raises-exception", "struct Bad: Error {}\nthrow Bad()"), "1 + 1")
    NotebookClient(run, timeout=120).execute()
    first, second = outputs(run)
    assert first[-1].ename == "Bad" and second[0].data["text/plain"] == "2"


def test_nbconvert_makes_a_page_of_it(tmp_path):
    nbformat.write(notebook(*SMALL), tmp_path / "small.ipynb")
    done = command("nbconvert", "--to", "html", "--execute", "small.ipynb", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "small.html").read_text()
    assert "hello 1" in page and "Köln &lt;i&gt;</td>" in page and "Köln <i>" not in page
    bars = re.findall(r"<span>(work|left)</span>", page)
    assert bars == ["work", "left"] and "20/20" in page
    assert re.search(r"3/10.*?stopped", page)


def test_nbconvert_knows_the_language_of_a_notebook_that_ran(tmp_path):
    run = notebook("struct Point {}", "print(2)")
    NotebookClient(run, timeout=120).execute()
    nbformat.write(run, tmp_path / "small.ipynb")
    for format in ("html", "script"):
        done = command("nbconvert", "--to", format, "small.ipynb", folder=tmp_path)
        assert done.returncode == 0, done.stderr
    assert re.search(r'<span class="k\w*">struct</span>', (tmp_path / "small.html").read_text())
    assert (tmp_path / "small.swift").read_text().split() == ["struct", "Point", "{}", "print(2)"]


def test_papermill_runs_it(tmp_path):
    nbformat.write(notebook(*SMALL), tmp_path / "small.ipynb")
    done = command("papermill", "small.ipynb", "run.ipynb", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    check(nbformat.read(tmp_path / "run.ipynb", as_version=4))

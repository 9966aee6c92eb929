"""What was run is remembered, over sessions."""

import pytest
from session import Session


@pytest.fixture
def home(tmp_path):
    return {"XDG_DATA_HOME": str(tmp_path)}


def history(kernel, **content):
    wanted = {"output": False, "raw": True, "hist_access_type": "tail", "n": 10, **content}
    reply = kernel.ask("history_request", wanted)["content"]
    assert reply["status"] == "ok"
    return [tuple(entry) for entry in reply["history"]]


def test_cells_and_their_values_are_remembered_over_sessions(home):
    first = Session(home)
    first.succeed("let a = 6")
    first.succeed("a * 7")
    first.fail("nonsense")
    first.run("let quiet = 1", store_history=False)
    first.close()
    second = Session(home)
    try:
        second.succeed("print(1)")
        entries = history(second)
        assert [source for _, _, source in entries] == ["let a = 6", "a * 7", "nonsense", "print(1)"]
        assert [line for _, line, _ in entries] == [1, 2, 3, 1]
        assert [text for *_, text in history(second, output=True)][1] == ["a * 7", "42"]
        assert history(second, hist_access_type="range", session=-1, start=2, stop=3)[0][2] == "a * 7"
        assert [s for *_, s in history(second, hist_access_type="range", session=0, start=0)] == ["print(1)"]
        assert [s for *_, s in history(second, hist_access_type="search", pattern="*a*", n=1)] == ["a * 7"]
    finally:
        second.close()


def test_two_kernels_write_one_history(home):
    kernels = [Session(home), Session(home)]
    try:
        for number in range(5):
            for name, kernel in zip("ab", kernels):
                kernel.succeed(f'let {name}{number} = "{name}"')
        for kernel in kernels:
            assert len(history(kernel, n=100)) == 10
    finally:
        for kernel in kernels:
            kernel.close()


def test_a_history_that_cannot_be_written_stops_no_cell(tmp_path):
    (tmp_path / "swiftlet").write_text("in the way")
    kernel = Session({"XDG_DATA_HOME": str(tmp_path)})
    try:
        assert kernel.value("6 * 7") == "42"
        assert history(kernel) == []
        assert "history" in kernel.log_tail()
    finally:
        kernel.close()


@pytest.mark.parametrize("content", [{"hist_access_type": "everything"}, {"hist_access_type": 7, "n": "many"}])
def test_a_senseless_question_is_answered(kernel, content):
    assert kernel.ask("history_request", content)["content"]["status"] in ("ok", "error")
    assert kernel.value("6 * 7") == "42"

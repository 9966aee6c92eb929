"""Runs the notebooks of `corpus/`, whose README tells their format."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from session import Session, indented

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(CORPUS.glob("*.swift"))
SEPARATOR = re.compile(r"// %%(?:\s(?P<words>.*))?$")
EXPECTATION = re.compile(r"//(?P<mark>[>=?!])(?: (?P<text>.*))?$")
COLOURS = re.compile("\x1b\\[[0-9;]*m")


@dataclass
class Cell:
    line: int
    id: str
    title: str
    code: str = ""
    expected: dict[str, list[str]] = field(default_factory=lambda: {mark: [] for mark in ">=?!"})

    def problems(self, outcome) -> list[str]:
        """What came otherwise than expected."""
        found = []
        output = "\n".join(self.expected[">"])
        if "\n".join(line.rstrip() for line in outcome.stdout.splitlines()) != output:
            found.append(difference("standard output", output, outcome.stdout))
        value = "\n".join(self.expected["="]) or None
        if outcome.result != value:
            found.append(difference("value", value, outcome.result))

        errors = COLOURS.sub("", outcome.stderr)
        if errors and not self.expected["?"]:
            found.append(difference("standard error", "", errors))
        found += [difference("standard error", part, errors) for part in self.expected["?"] if part not in errors]

        wanted = "error" if self.expected["!"] else "ok"
        if outcome.status != wanted:
            found.append(difference("status", wanted, outcome.status))
        failure = COLOURS.sub("", outcome.traceback)
        if failure and not self.expected["!"]:
            found.append(difference("error", None, failure))
        found += [difference("error", part, failure) for part in self.expected["!"] if part not in failure]
        return found


def difference(what: str, expected: str | None, came: str | None) -> str:
    def told(text):
        return indented(text) if text else "    nothing"

    return f"  {what}, expected:\n{told(expected)}\n  came:\n{told(came)}"


def cells(file: Path) -> list[Cell]:
    found: list[Cell] = []
    lines: list[str] = []

    def finish():
        if found:
            found[-1].code = "\n".join(lines).strip("\n")
            assert found[-1].code, f"{file.name}:{found[-1].line}: a cell without code"
        lines.clear()

    for number, line in enumerate(file.read_text().splitlines(), 1):
        if separator := SEPARATOR.match(line):
            finish()
            words = (separator["words"] or "").split()
            ids = [word[3:] for word in words if word.startswith("id=")]
            title = " ".join(word for word in words if not word.startswith("id="))
            found.append(Cell(number, ids[0] if ids else f"{file.stem}-{number}", title))
        elif expectation := EXPECTATION.match(line):
            found[-1].expected[expectation["mark"]].append(expectation["text"] or "")
        else:
            late = found and line.strip() and any(found[-1].expected.values())
            assert not late, f"{file.name}:{number}: code after the cell's expectations"
            lines.append(line)
    finish()
    return found


def run(session: Session, cell: Cell):
    """Runs a cell as JupyterLab does, which names the cell in the request's metadata."""
    content = {"code": cell.code, "silent": False, "store_history": True, "user_expressions": {},
               "allow_stdin": False, "stop_on_error": False}
    message = session.client.session.msg("execute_request", content, metadata={"cellId": cell.id})
    session.client.shell_channel.send(message)
    return session.finish(message["header"]["msg_id"], cell.code)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_cell_gives_what_it_should(file):
    reports = []
    session = Session()
    try:
        for cell in cells(file):
            place = f"{file.name}:{cell.line}"
            problems = cell.problems(run(session, cell))
            if problems:
                reports.append("\n".join([f"{place} {cell.title}".rstrip(), indented(cell.code), *problems]))
    finally:
        session.close()
    if reports:
        pytest.fail(f"{len(reports)} of {len(cells(file))} cells\n\n" + "\n\n".join(reports), pytrace=False)


def test_the_corpus_covers_the_language():
    assert sum(len(cells(file)) for file in FILES) >= 280

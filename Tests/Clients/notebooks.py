"""Notebooks that tests make for themselves."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from session import KERNEL


def notebook(*cells: str | tuple[str, str]) -> nbformat.NotebookNode:
    """A notebook for this kernel; a cell with a tag is a pair of the tag and the code."""
    made = []
    for cell in cells:
        tag, code = cell if isinstance(cell, tuple) else (None, cell)
        made.append(new_code_cell(code, metadata={"tags": [tag]} if tag else {}))
    kernelspec = {"name": KERNEL, "display_name": "Swift", "language": "swift"}
    return new_notebook(cells=[new_markdown_cell("# A test"), *made], metadata={"kernelspec": kernelspec})


# What the clients that run whole notebooks are tested with: text, a value, displays, a bar and a table.
SMALL = (
    "struct City { var name: String; var people: Int }\nlet cities = [City(name: \"Köln <i>\", people: 1_087_353)]",
    "print(\"hello\", cities.count)",
    "cities",
    "for _ in progress(0..<20, description: \"work\") { try await Task.sleep(for: .milliseconds(20)) }",
    "for n in progress(0..<10, description: \"left\") where n == 3 { break }",
    "display(VegaLite([\"mark\": \"bar\"], data: cities))\ndisplay(LaTeX(\"$x^2$\"))\n"
    "display(JSONTree([\"a\": [1, nil]], isExpanded: true))",
    "cities[0].people",
)


def outputs(notebook: nbformat.NotebookNode) -> list[list[nbformat.NotebookNode]]:
    """The outputs of each code cell."""
    return [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]

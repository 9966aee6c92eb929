"""Executes a notebook in a folder of its own, as a Jupyter client, and says where its results are.

usage: run_demo.py NOTEBOOK FOLDER
"""

import base64
import shutil
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from safetensors import safe_open


def main(source: Path, folder: Path) -> int:
    notebook = nbformat.read(source, as_version=4)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    print(f"Running {source}")
    begun = time.monotonic()
    problem = execute(notebook, folder)
    executed = folder / source.name
    nbformat.write(notebook, executed)

    pictures = save_pictures(notebook, folder / "pictures")
    weights = sorted(folder.glob("*.safetensors"))
    print(f"Done in {time.monotonic() - begun:.0f} s")
    print(f"\nThe executed notebook  {executed}")
    for picture in pictures:
        print(f"A picture              {picture}")
    for file in weights:
        print(f"The trained weights    {file}")
        print(describe(file))
    if problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    print()
    return 0


def execute(notebook: nbformat.NotebookNode, folder: Path) -> str | None:
    """Runs all cells, and returns what went wrong."""
    cells = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    started = {}

    def on_start(cell, cell_index):
        started[cell_index] = time.monotonic()

    def on_executed(cell, cell_index, execute_reply):
        title = next((line for line in cell.source.splitlines() if line.strip()), "")
        seconds = time.monotonic() - started[cell_index]
        print(f"  cell {cells.index(cell_index) + 1:2} of {len(cells)}  {seconds:5.1f} s  {title[:70]}", flush=True)

    client = NotebookClient(
        notebook,
        timeout=300,
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=on_start,
        on_cell_executed=on_executed,
    )
    try:
        client.execute()
    except (CellExecutionError, DeadKernelError, TimeoutError, RuntimeError) as error:
        return str(error)
    return None


def save_pictures(notebook: nbformat.NotebookNode, folder: Path) -> list[Path]:
    folder.mkdir()
    pictures = []
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                pictures.append(folder / f"{len(pictures) + 1:02}-cell-{number}.png")
                pictures[-1].write_bytes(base64.b64decode(output.data["image/png"]))
    return pictures


def describe(file: Path) -> str:
    with safe_open(str(file), framework="numpy") as tensors:
        rows = [(name, tensors.get_slice(name)) for name in tensors.keys()]
        return "\n".join(f"    {name:12} {row.get_dtype()} {row.get_shape()}" for name, row in rows)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))

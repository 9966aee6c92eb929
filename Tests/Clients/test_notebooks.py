"""The course's pages, executed as nbclient does it."""

import base64
import re
import struct
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from safetensors.numpy import load_file
from session import KERNEL

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_committed_without_outputs_and_for_this_kernel(page):
    notebook = nbformat.read(page, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == KERNEL
    assert notebook.metadata.kernelspec.language == "swift"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None, cell.source


@pytest.fixture(scope="module")
def first_network(tmp_path_factory):
    """The first page after it ran, and the folder that it ran in."""
    folder = tmp_path_factory.mktemp("first-network")
    notebook = nbformat.read(ROOT / "notebooks/01-first-network.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook, folder


def outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def printed(notebook):
    return "".join(output.text for output in outputs(notebook) if output.output_type == "stream")


def test_the_first_network_runs_without_error(first_network):
    notebook, _ = first_network
    assert [output for output in outputs(notebook) if output.output_type == "error"] == []
    assert [output.text for output in outputs(notebook) if output.get("name") == "stderr"] == []


def test_the_first_network_shows_at_least_four_pictures_that_are_sharp(first_network):
    notebook, _ = first_network
    shown = [output for output in outputs(notebook) if "image/png" in output.get("data", {})]
    assert len(shown) >= 4
    for output in shown:
        png = base64.b64decode(output.data["image/png"])
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", png[16:24])
        size = output.metadata["image/png"]
        assert width >= 2 * size["width"] - 1 and height >= 2 * size["height"] - 1
        assert output.data["text/plain"]


def test_the_first_networks_progress_bar_stays_one_output(first_network):
    notebook, _ = first_network
    bars = [
        output for output in outputs(notebook)
        if output.output_type == "display_data" and "training" in output.data.get("text/plain", "")
        and "/30" in output.data["text/plain"]
    ]
    assert len(bars) == 1
    assert "30/30" in bars[0].data["text/plain"], "the last state is not the one that is kept"


def test_the_first_network_reads_at_least_95_percent_of_the_test_set(first_network):
    notebook, _ = first_network
    said = re.search(r"accuracy on the test set: ([\d.]+) %", printed(notebook))
    assert said and 95 <= float(said[1]) <= 100


def test_the_exported_weights_open_in_python_and_read_digits_there(first_network):
    notebook, folder = first_network
    weights = load_file(folder / "first-network.safetensors")
    assert {name: values.shape for name, values in weights.items()} == {
        "0.weight": (64, 64), "0.bias": (64,), "2.weight": (10, 64), "2.bias": (10,),
    }
    assert all(values.dtype == np.float32 for values in weights.values())

    data = np.fromfile(ROOT / "Sources/CDigits/digits.bin", dtype=np.uint8)
    images, labels = data[: 1797 * 64].reshape(1797, 64) / np.float32(16), data[1797 * 64 :]
    hidden = np.maximum(images @ weights["0.weight"].T + weights["0.bias"], 0)
    scores = hidden @ weights["2.weight"].T + weights["2.bias"]
    assert (scores.argmax(axis=1) == labels).mean() > 0.97

"""Weights in files, to and from Python."""

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from test_compile_errors import plain

MODEL = "import DeepLearning\nlet model = Sequential(Linear(3, 4), Tanh(), Linear(4, 2))"


@pytest.fixture
def learning(kernel):
    if kernel.run("model").status == "error":
        kernel.succeed(MODEL)
    return kernel


def quoted(path):
    return f"\"{path}\""


@pytest.fixture
def weights():
    random = np.random.default_rng(7)
    shapes = {"0.weight": (4, 3), "0.bias": (4,), "2.weight": (2, 4), "2.bias": (2,)}
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def test_weights_saved_in_a_cell_open_in_python(learning, tmp_path):
    file = tmp_path / "model.safetensors"
    learning.succeed(f"try save(model, to: {quoted(file)})")
    loaded = load_file(file)
    assert {name: values.shape for name, values in loaded.items()} == {
        "0.weight": (4, 3), "0.bias": (4,), "2.weight": (2, 4), "2.bias": (2,)
    }
    printed = learning.succeed("print(model.parameters[0].value.scalars().map { \"\\($0)\" }.joined(separator: \" \"))")
    assert np.array_equal(loaded["0.weight"].ravel(), np.array(printed.stdout.split(), dtype=np.float64))


def test_weights_written_by_python_load_in_a_cell_and_predict_the_same(learning, tmp_path, weights):
    file = tmp_path / "python.safetensors"
    save_file(weights, file)
    learning.succeed(f"try load({quoted(file)}, into: model)")
    inputs = np.array([[0.5, -1, 2], [3, 0, -0.25]], dtype=np.float32)
    hidden = np.tanh(inputs @ weights["0.weight"].T + weights["0.bias"])
    expected = hidden @ weights["2.weight"].T + weights["2.bias"]
    printed = learning.succeed(
        "let answer = model(Tensor([[0.5, -1, 2], [3, 0, -0.25]]))\nfor value in answer.scalars() { print(value) }"
    )
    assert np.allclose(np.array(printed.stdout.split(), dtype=float), expected.ravel(), atol=1e-6)


def test_a_truncated_file_is_an_error_that_names_file_and_tensor_and_changes_nothing(learning, tmp_path, weights):
    file = tmp_path / "cut.safetensors"
    save_file(weights, file)
    whole = file.read_bytes()
    header = 8 + int.from_bytes(whole[:8], "little")
    learning.succeed("let kept = model.parameters.map { $0.value.scalars() }")
    for length in (len(whole) - 1, header + 20, header, header - 5, 8, 3, 0):
        file.write_bytes(whole[:length])
        text = plain(learning.fail(f"try load({quoted(file)}, into: model)").traceback)
        assert "WeightsError" in text and str(file) in text, text
        if length >= header:
            assert any(name in text for name in weights), text
    assert "true" in learning.value("model.parameters.map { $0.value.scalars() } == kept")


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda w: w.update({"2.weight": np.zeros((4, 2), np.float32)}), ["2.weight", "[4, 2]", "[2, 4]"]),
        (lambda w: w.pop("2.bias"), ["2.bias", "missing"]),
        (lambda w: w.update({"3.bias": np.zeros(2, np.float32)}), ["3.bias"]),
        (lambda w: w.update({"0.bias": np.zeros(4, np.float16)}), ["0.bias", "F16"]),
    ],
    ids=["shape", "missing", "extra", "dtype"],
)
def test_weights_that_do_not_fit_the_model_are_an_error_that_says_what_was_expected(
    learning, tmp_path, weights, change, words
):
    file = tmp_path / "other.safetensors"
    change(weights)
    save_file(weights, file)
    text = plain(learning.fail(f"try load({quoted(file)}, into: model)").traceback)
    for word in [str(file), *words]:
        assert word in text, text


def test_a_file_that_is_not_there_is_an_error_that_names_it(learning, tmp_path):
    text = plain(learning.fail(f"try load({quoted(tmp_path / 'none.safetensors')}, into: model)").traceback)
    assert str(tmp_path / "none.safetensors") in text and "No such file" in text

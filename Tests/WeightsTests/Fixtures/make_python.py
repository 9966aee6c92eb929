"""Writes python.safetensors beside this script with the Python package: pip install safetensors numpy."""
import pathlib

import numpy as np
from safetensors.numpy import save_file

tensors = {
    "0.weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 2,
    "0.bias": np.array([-1, 1], dtype=np.float32),
    "double": np.array([0.1]),
}
save_file(tensors, pathlib.Path(__file__).with_name("python.safetensors"), metadata={"format": "np"})

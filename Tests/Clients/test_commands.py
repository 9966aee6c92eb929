"""The command line, apart from `swiftlet kernel`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager, get_kernel_spec
from session import KERNEL

SWIFTLET = get_kernel_spec(KERNEL).argv[0]


def swiftlet(*arguments, **environment):
    elsewhere = {"JUPYTER_DATA_DIR", "XDG_DATA_HOME"}
    inherited = {name: value for name, value in os.environ.items() if name not in elsewhere}
    return subprocess.run(
        [SWIFTLET, *arguments], capture_output=True, text=True, timeout=60, env={**inherited, **environment}
    )


def test_install_below_a_prefix_makes_a_kernelspec_that_jupyter_finds(tmp_path):
    finished = swiftlet("install", "--prefix", str(tmp_path))
    assert finished.returncode == 0, finished
    folder = tmp_path / "share/jupyter/kernels"
    assert str(folder / KERNEL) in finished.stdout
    spec = KernelSpecManager(kernel_dirs=[str(folder)]).get_kernel_spec(KERNEL)
    assert (spec.display_name, spec.language, spec.interrupt_mode) == ("Swift", "swift", "message")
    assert "{connection_file}" in spec.argv and Path(spec.argv[0]).is_absolute()


def test_install_for_the_user_goes_to_the_users_data_folder(tmp_path):
    finished = swiftlet("install", "--user", HOME=str(tmp_path))
    assert finished.returncode == 0, finished
    assert json.loads((tmp_path / ".local/share/jupyter/kernels/swiftlet/kernel.json").read_text())["language"] == "swift"


def test_installing_again_replaces_the_kernelspec(tmp_path):
    swiftlet("install", "--prefix", str(tmp_path))
    file = tmp_path / "share/jupyter/kernels/swiftlet/kernel.json"
    good = file.read_bytes()
    file.write_text("spoiled")
    assert swiftlet("install", "--prefix", str(tmp_path)).returncode == 0
    assert file.read_bytes() == good


def test_installing_where_nothing_can_be_written_fails_with_a_message(tmp_path):
    (tmp_path / "file").write_text("in the way")
    finished = swiftlet("install", "--prefix", str(tmp_path / "file"))
    assert finished.returncode != 0
    assert str(tmp_path / "file") in finished.stderr


@pytest.mark.parametrize("limit", ["8GB", "512MiB", "1.5G", "90%", "none"])
def test_a_limit_of_memory_is_written_down_for_the_kernel(tmp_path, limit):
    assert swiftlet("install", "--prefix", str(tmp_path), "--memory-limit", limit).returncode == 0
    spec = KernelSpecManager(kernel_dirs=[str(tmp_path / "share/jupyter/kernels")]).get_kernel_spec(KERNEL)
    assert spec.argv[-2:] == ["--memory-limit", limit]


@pytest.mark.parametrize("limit", ["lots", "0", "-1GB", "12 parsecs", "1MB", "101%", "1e9"])
def test_what_is_no_amount_of_memory_is_refused(tmp_path, limit):
    finished = swiftlet("install", "--prefix", str(tmp_path), f"--memory-limit={limit}")
    assert finished.returncode != 0
    assert "no amount of memory" in finished.stderr
    assert not (tmp_path / "share").exists()


@pytest.mark.parametrize("arguments", [["install", "--user", "--prefix", "/x"], ["kernel"], ["fly"]])
def test_wrong_arguments_are_refused_with_the_usage(arguments):
    finished = swiftlet(*arguments)
    assert finished.returncode != 0
    assert "Usage:" in finished.stderr


def test_doctor_is_content_with_this_installation():
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    finished = swiftlet("doctor", PATH=path)
    assert finished.returncode == 0, finished.stdout
    assert "6.3" in finished.stdout
    assert "MISSING" not in finished.stdout


def test_doctor_says_how_to_mend_a_missing_toolchain(tmp_path):
    finished = swiftlet("doctor", PATH=str(tmp_path))
    assert finished.returncode != 0
    assert "Swift 6.3" in finished.stdout and "swift.org/install" in finished.stdout

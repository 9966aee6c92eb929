"""The kernel started with something wrong."""

import json
import subprocess

import pytest
from jupyter_client.kernelspec import get_kernel_spec
from session import KERNEL

GOOD = {
    "transport": "tcp", "ip": "127.0.0.1", "shell_port": 0, "iopub_port": 0, "stdin_port": 0, "control_port": 0,
    "hb_port": 0, "key": "secret", "signature_scheme": "hmac-sha256", "kernel_name": KERNEL,
}


def start(connection_file):
    arguments = [argument.replace("{connection_file}", str(connection_file)) for argument in get_kernel_spec(KERNEL).argv]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL)


def without(key):
    return {name: value for name, value in GOOD.items() if name != key}


@pytest.mark.parametrize(
    "content",
    [
        "", "not JSON", "[]", "7", "{}",
        json.dumps(without("shell_port")),
        json.dumps({**GOOD, "shell_port": "many"}),
        json.dumps({**GOOD, "shell_port": 70_000}),
        json.dumps({**GOOD, "transport": "carrier pigeon"}),
        json.dumps({**GOOD, "signature_scheme": "hmac-rot13"}),
        json.dumps({**GOOD, "ip": "not an address"}),
    ],
)
def test_a_malformed_connection_file_is_one_clear_line_and_exit_code_2(tmp_path, content):
    file = tmp_path / "connection.json"
    file.write_text(content)
    assert_refused(start(file), file)


def test_a_missing_connection_file_is_one_clear_line_and_exit_code_2(tmp_path):
    assert_refused(start(tmp_path / "none.json"), tmp_path / "none.json")


def test_a_folder_as_connection_file_is_one_clear_line_and_exit_code_2(tmp_path):
    assert_refused(start(tmp_path), tmp_path)


def assert_refused(finished, file):
    assert finished.returncode == 2, finished
    assert finished.stdout == ""
    lines = finished.stderr.strip().splitlines()
    assert len(lines) == 1, finished.stderr
    assert str(file) in lines[0]

"""Runs the same workloads in a notebook's session and in PyTorch, by turns, and prints both.

usage: compare.py [WORKLOAD…]

The names and times of PyTorch are left out where the Python in SWIFTLET_PYTORCH, that of `make pytorch`, has no torch.
"""

import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

from jupyter_client.manager import start_new_kernel

FOLDER = Path(__file__).parent
ROUNDS = 3
# What is wanted: so many times the time of PyTorch at most, or so many milliseconds.
GOALS = {"gemm1024": "1.0×", "elementwise1m": "0.6×", "conv3x3": "1.0×", "add4x4": "0.0003 ms", "xor": "0.1×"} | {
    name: "1.0×" for name in ("mlp", "lenet", "cnn", "resnet20", "lstm", "gru", "transformer", "gcn", "digits", "loader")
}
WANTED_MEAN = 0.6
# A single operation, and what belongs to data: steps of training alone are to be averaged.
NOT_IN_MEAN = {"add4x4", "digits", "loader"}
# How many batches the loader is to give in the time of a step that takes one.
BATCHES_IN_A_STEP = 3


class Swiftlet:
    """The workloads in cells of a kernel."""

    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="swiftlet")
        for name in ("timing", "tensors", "networks", "loading", "workloads"):
            self.cell((FOLDER / f"{name}.swift").read_text())
        self.backend = self.cell("print(Backend.description)").strip()

    def cell(self, code: str) -> str:
        texts = []

        def take(message):
            if message["msg_type"] == "stream":
                texts.append(message["content"]["text"])

        reply = self.client.execute_interactive(code, output_hook=take, timeout=600)["content"]
        if reply["status"] != "ok":
            sys.exit(f"{reply['ename']}: {reply['evalue']}\n" + "\n".join(reply["traceback"]))
        return "".join(texts)

    def milliseconds(self, workload: str) -> float:
        return float(self.cell(f'run("{workload}")'))

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


class PyTorch:
    """The workloads in a process of another Python's."""

    def __init__(self, python: str):
        self.process = subprocess.Popen(
            [python, FOLDER / "workloads.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def milliseconds(self, workload: str) -> float:
        print(workload, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def has_torch(python: str) -> bool:
    found = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"
    return Path(python).exists() and subprocess.run([python, "-c", found]).returncode == 0


def judged(goal: str | None, ours: float, theirs: float | None) -> str:
    if goal is None:
        return ""
    limit = float(goal.rstrip("× ms"))
    value = ours if goal.endswith("ms") else theirs and ours / theirs
    return f"{goal:>9}  " + ("" if value is None else "reached" if value <= limit else f"{value / limit:.2f} times that")


def main() -> None:
    python = os.environ.get("SWIFTLET_PYTORCH", "")
    workloads = sys.argv[1:] or list(GOALS)
    sides = [Swiftlet()] + ([PyTorch(python)] if has_torch(python) else [])
    print(f"{os.cpu_count()} cores, {platform.machine()}; {sides[0].backend}")
    if len(sides) == 1:
        print("PyTorch is not here; `make pytorch` installs it.")
    print(f"{'workload':16}{'Swiftlet':>12}{'PyTorch':>12}{'ratio':>8}{'wanted':>10}")
    ratios, times = {}, {}
    try:
        for workload in workloads:
            rounds = [[side.milliseconds(workload) for side in sides] for _ in range(ROUNDS)]
            ours, theirs = (*map(statistics.median, zip(*rounds)), None)[:2]
            times[workload] = ours
            if theirs and workload not in NOT_IN_MEAN:
                ratios[workload] = ours / theirs
            ratio = f"{theirs:12.4f}{ours / theirs:8.2f}" if theirs else " " * 20
            print(f"{workload:16}{ours:12.4f}{ratio} {judged(GOALS.get(workload), ours, theirs)}", flush=True)
        if len(ratios) > 1:
            mean = statistics.geometric_mean(ratios.values())
            print(f"{'geometric mean':40}{mean:8.2f} {judged(f'{WANTED_MEAN}×', mean, 1)}")
        if {"digits", "loader"} <= times.keys():
            batches = times["digits"] / times["loader"]
            print(f"{'batches of loader in a step of digits':40}{batches:8.1f} {BATCHES_IN_A_STEP:>9}  "
                  + ("reached" if batches >= BATCHES_IN_A_STEP else "missed"))
        print("Milliseconds for one step; the median of rounds that the two sides took by turns.")
    finally:
        for side in sides:
            side.close()


if __name__ == "__main__":
    main()

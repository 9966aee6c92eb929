"""The workloads in PyTorch: float32, eager, two threads.

Reads names of workloads, one on a line, and answers each with the milliseconds that a step takes.
"""

import sys

import loading
import networks
import tensors
import torch
from timing import milliseconds_per_step

torch.set_num_threads(2)
torch.manual_seed(0)

for line in sys.stdin:
    name = line.strip()
    workload = next(getattr(part, name) for part in (tensors, networks, loading) if hasattr(part, name))
    print(milliseconds_per_step(workload()), flush=True)

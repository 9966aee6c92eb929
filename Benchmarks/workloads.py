"""The workloads of workloads.swift in PyTorch: float32, eager, two threads.

Reads names of workloads, one on a line, and answers each with the milliseconds that a step takes.
"""

import statistics
import sys
import time

import torch
from torch import nn

torch.set_num_threads(2)
torch.manual_seed(0)


def milliseconds_per_step(step):
    """The median of five rounds that take about 0.2 s each, after a warm-up."""

    def milliseconds(steps):
        start = time.perf_counter()
        for _ in range(steps):
            step()
        return (time.perf_counter() - start) * 1000 / steps

    milliseconds(3)
    steps = 1
    while milliseconds(steps) * steps < 100:
        steps *= 2
    return statistics.median(milliseconds(2 * steps) for _ in range(5))


def training(model, optimizer, x, loss):
    def step():
        optimizer.zero_grad()
        loss(model(x)).backward()
        optimizer.step()

    return step


def xor():
    model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
    x = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    y = torch.tensor([[0.0], [1], [1], [0]])
    loss = nn.BCEWithLogitsLoss()
    return training(model, torch.optim.SGD(model.parameters(), 0.1), x, lambda z: loss(z, y))


def gemm1024():
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    return lambda: a @ b


def elementwise1m():
    a, b = torch.randn(1 << 20), torch.randn(1 << 20)
    return lambda: torch.tanh(a * b + a).sum()


def add4x4():
    a, b = torch.randn(4, 4, requires_grad=True), torch.randn(4, 4, requires_grad=True)
    return lambda: a + b


for line in sys.stdin:
    print(milliseconds_per_step(globals()[line.strip()]()), flush=True)

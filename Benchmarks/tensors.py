import torch
from torch.nn import functional as F


def gemm1024():
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    return lambda: a @ b


def elementwise1m():
    a, b = torch.randn(1 << 20), torch.randn(1 << 20)
    return lambda: torch.tanh(a * b + a).sum()


def add4x4():
    a, b = torch.randn(4, 4, requires_grad=True), torch.randn(4, 4, requires_grad=True)
    return lambda: a + b


def conv3x3():
    x, w = torch.randn(16, 64, 56, 56), torch.randn(64, 64, 3, 3)
    return lambda: F.conv2d(x, w, padding=1)

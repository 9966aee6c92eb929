"""Writes gradients.txt beside this script with PyTorch: pip install torch --index-url https://download.pytorch.org/whl/cpu

Each case has the name of an entry of `DifferentiableCase.all`. All numbers are float64. With w = 0.5 … 1.5 over the
elements of the value, `gradient` is that of Σ w · value with respect to each input, `product` its derivative along the
directions (Hessian times vector), and `tangent` the derivative of the value along the directions.
"""
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(5)


def numbers(shape, positive=False):
    x = (torch.randn(shape, generator=generator) * 100).round() / 100
    return x.abs() + 0.5 if positive else x


MATRIX = [(3, 4)]
PAIR = [(3, 4), (3, 4)]
POSITIVE = {"divide", "pow", "log", "sqrt"}
CASES = {
    "add": (PAIR, lambda a, b: a + b),
    "subtract": ([(3, 4), (4,)], lambda a, b: a - b),
    "multiply": ([(3, 4), (3, 1)], lambda a, b: a * b),
    "divide": (PAIR, lambda a, b: a / b),
    "scalars": (MATRIX, lambda x: 2 - x * 3 + 1),
    "negate": (MATRIX, lambda x: -x),
    "pow": (PAIR, lambda a, b: a**b),
    "pow 3": (MATRIX, lambda x: x**3),
    "exp": (MATRIX, torch.exp),
    "log": (MATRIX, torch.log),
    "sqrt": (MATRIX, torch.sqrt),
    "squared": (MATRIX, torch.square),
    "sin": (MATRIX, torch.sin),
    "cos": (MATRIX, torch.cos),
    "abs": (MATRIX, torch.abs),
    "tanh": (MATRIX, torch.tanh),
    "sigmoid": (MATRIX, torch.sigmoid),
    "relu": (MATRIX, torch.relu),
    "relu of a product": (MATRIX, lambda x: torch.relu(x * torch.exp(x))),
    "maximum": (PAIR, torch.maximum),
    "minimum": ([(3, 4), (1, 4)], torch.minimum),
    "sum": (MATRIX, lambda x: x.sum() * x),
    "sum axis 0": (MATRIX, lambda x: x.sum(0) ** 2),
    "mean": (MATRIX, lambda x: x.mean(1, keepdim=True) * x),
    "variance": (MATRIX, lambda x: x.var(0, correction=1)),
    "max": (MATRIX, lambda x: x.amax(1)),
    "min": (MATRIX, lambda x: x.amin()),
    "reshape": (MATRIX, lambda x: x.reshape(-1, 1) ** 2),
    "transpose": ([(3, 4), (4, 3)], lambda a, b: a.T * b),
    "broadcast": (MATRIX, lambda x: x.expand(2, 3, 4) ** 2),
    "slice": (MATRIX, lambda x: x[1:3] ** 2),
    "row": (MATRIX, lambda x: x[1] * x[-1]),
    "gather": (MATRIX, lambda x: x[[2, 0, 2]] ** 2),
    "concatenate": ([(3, 4), (2, 4), (1, 4)], lambda *x: torch.cat(x) ** 2),
    "stack": (PAIR, lambda *x: torch.stack(x, -1) ** 2),
    "softmax": (MATRIX, lambda x: x.softmax(-1)),
    "softmax of columns": (MATRIX, lambda x: x.softmax(0)),
    "logSoftmax": (MATRIX, lambda x: x.log_softmax(-1)),
    "matmul": ([(3, 4), (4, 2)], torch.matmul),
    "matmul of batches": ([(2, 1, 3, 4), (5, 4, 2)], torch.matmul),
    "matmul with a vector": ([(3, 4), (4,)], torch.matmul),
    "linear": ([(3, 4), (2, 4), (2,)], F.linear),
    "linear without bias": ([(3, 4), (2, 4)], F.linear),
    "linear of a batch of sequences": ([(2, 3, 4), (2, 4), (2,)], F.linear),
    "softmax cross-entropy": (
        MATRIX,
        lambda x: 0.5 * F.cross_entropy(x, torch.tensor([3, 0, 1]), reduction="sum"),
    ),
    "network": (
        [(3, 4), (5, 4), (5,), (2, 5), (2,)],
        lambda x, w1, b1, w2, b2: F.cross_entropy(
            F.linear(torch.tanh(F.linear(x, w1, b1)), w2, b2), torch.tensor([1, 0, 1])
        ),
    ),
}


def line(kind, x):
    shape = ",".join(map(str, x.shape)) or "-"
    values = " ".join(f"{v:.12g}" for v in x.reshape(-1).tolist())
    return f"{kind} {shape} {values}"


lines = []
for name, (shapes, function) in CASES.items():
    inputs = [numbers(shape, name in POSITIVE).requires_grad_() for shape in shapes]
    directions = [numbers(shape) for shape in shapes]
    value, tangent = torch.func.jvp(function, tuple(inputs), tuple(directions))
    value = function(*inputs)
    weights = torch.linspace(0.5, 1.5, value.numel()).reshape(value.shape)
    gradients = torch.autograd.grad((value * weights).sum(), inputs, create_graph=True)
    along = sum((g * v).sum() for g, v in zip(gradients, directions))
    if along.requires_grad:
        products = torch.autograd.grad(along, inputs, allow_unused=True)
    else:
        products = [None] * len(inputs)
    products = [torch.zeros_like(x) + (0 if p is None else p) for p, x in zip(products, inputs)]
    lines.append(f"case {name}")
    lines += [line("input", x) for x in inputs] + [line("direction", v) for v in directions]
    lines += [line("value", value), line("tangent", tangent)]
    lines += [line("gradient", g) for g in gradients] + [line("product", p) for p in products]

pathlib.Path(__file__).with_name("gradients.txt").write_text("\n".join(lines) + "\n")

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


def matrix(values):
    """A sparse matrix in full: one place of it is given twice."""
    rows, columns = torch.tensor([2, 0, 0, 2, 0]), torch.tensor([1, 3, 0, 1, 2])
    return torch.zeros(3, 4).index_put((rows, columns), values, accumulate=True)


def spread(x):
    i, j = torch.meshgrid(torch.arange(x.shape[-2]), torch.arange(x.shape[-1]), indexing="ij")
    return x + ((i * 7 + j * j * 5) % 11) * 0.4


def definite(x):
    return x @ x.mT + torch.diag(torch.tensor([1.0, 2.0, 4.0]))


def assigned(x, place, values):
    y = (x**2).clone()
    y[place] = values**2
    return y


def tall_vectors(x):
    u, s, vt = torch.linalg.svd(spread(x), full_matrices=False)
    return torch.cat([u**2, vt**2, s.reshape(1, 3)])


def positions(*rows):
    return torch.tensor(rows)


SHIFT = torch.eye(3) * 4
SQUARE = [(3, 3)]
POSITIVE |= {"log1p", "log2", "log10", "reciprocal", "rsqrt", "acosh", "remainder", "truncatingRemainder", "norm 3"}
CASES |= {
    "expm1": (MATRIX, torch.expm1),
    "exp2": (MATRIX, torch.exp2),
    "log1p": (MATRIX, torch.log1p),
    "log2": (MATRIX, torch.log2),
    "log10": (MATRIX, torch.log10),
    "reciprocal": (MATRIX, torch.reciprocal),
    "rsqrt": (MATRIX, torch.rsqrt),
    "tan": (MATRIX, lambda x: torch.tan(x * 0.3)),
    "asin": (MATRIX, lambda x: torch.asin(x * 0.2)),
    "acos": (MATRIX, lambda x: torch.acos(x * 0.2)),
    "atan": (MATRIX, torch.atan),
    "atan2": (PAIR, torch.atan2),
    "hypot": ([(3, 4), (4,)], torch.hypot),
    "sinh": (MATRIX, torch.sinh),
    "cosh": (MATRIX, torch.cosh),
    "asinh": (MATRIX, torch.asinh),
    "acosh": (MATRIX, lambda x: torch.acosh(x + 1)),
    "atanh": (MATRIX, lambda x: torch.atanh(x * 0.2)),
    "erf": (MATRIX, torch.erf),
    "logAddExp": (PAIR, torch.logaddexp),
    "remainder": (PAIR, lambda a, b: torch.remainder(a * 10, b)),
    "truncatingRemainder": (PAIR, lambda a, b: torch.fmod(-a * 10, b)),
    "clamp": (MATRIX, lambda x: x.clamp(-0.4, 0.9)),
    "steps and new axes": (MATRIX, lambda x: x[[2, 0]][:, ::2][None] ** 2),
    "positions along the last axis": (MATRIX, lambda x: x[:, [3, 0, 3]] ** 2),
    "positions of two axes": (MATRIX, lambda x: x[[0, 2, 0], [1, 1, 1]] ** 2),
    "mask": (MATRIX, lambda x: x[[0, 2]] ** 2),
    "assign a row": ([(3, 4), (4,)], lambda x, row: assigned(x, 1, row)),
    "assign to positions": ([(3, 4), (3, 1)], lambda x, y: assigned(x, (slice(None), [2, 0]), y)),
    "where": ([(3, 4), (4,)], lambda a, b: torch.where(torch.tensor([[True], [False], [True]]), a**2, b**2)),
    "flip": (MATRIX, lambda x: x.flip([0, 1]) ** 2 * x),
    "gather along an axis": (MATRIX, lambda x: x.gather(1, positions([1, 0], [3, 3], [2, 1])) ** 2),
    "scatter-add along an axis": (
        [(3, 4), (2, 4)],
        lambda x, y: (x**2).scatter_add(0, positions([1, 0, 1, 2], [1, 2, 0, 2]), y**2),
    ),
    "scatter along an axis": (
        [(3, 4), (1, 4)],
        lambda x, y: (x**2).scatter(0, positions([1, 0, 1, 2]), y**2),
    ),
    "sort": (MATRIX, lambda x: x.sort(0, descending=True).values ** 2 * torch.arange(4)),
    "top-k": (MATRIX, lambda x: x.topk(2).values ** 2),
    "median": (MATRIX, lambda x: x.sort(1).values[:, 1:3].mean(1) ** 2),
    "diagonal": (MATRIX, lambda x: x.diagonal(1) ** 2),
    "diagonal matrix": (MATRIX, lambda x: torch.diag_embed(x**2, offset=-1)),
    "lower triangle": (MATRIX, lambda x: x.tril() ** 2),
    "product": (MATRIX, lambda x: x.prod(1)),
    "product of everything": (MATRIX, lambda x: x.prod()),
    "product with a zero": (MATRIX, lambda x: (x * positions([1], [0], [1])).prod(0)),
    "cumulative sum": (MATRIX, lambda x: x.cumsum(0) ** 2),
    "cumulative product": (MATRIX, lambda x: x.cumprod(1)),
    "cumulative product with a zero": (MATRIX, lambda x: (x * positions(1, 0, 1, 1)).cumprod(1)),
    "cumulative max": (MATRIX, lambda x: x.cummax(1).values ** 2),
    "standard deviation": (MATRIX, lambda x: x.std(0, correction=0, keepdim=True) * x),
    "logSumExp": (MATRIX, lambda x: x.logsumexp(1)),
    "norm": (MATRIX, lambda x: torch.linalg.vector_norm(x, dim=1)),
    "norm 3": (MATRIX, lambda x: torch.linalg.vector_norm(x, 3, dim=0)),
    "norm infinity": (MATRIX, lambda x: torch.linalg.vector_norm(x, float("inf"), dim=0)),
    "differences": (MATRIX, lambda x: x.diff(dim=1) ** 2),
    "split": (MATRIX, lambda x: x.split([1, 3], 1)[1] ** 2),
    "tile": (MATRIX, lambda x: (x**2).tile(2, 1) * torch.arange(6).reshape(6, 1)),
    "repeat": (MATRIX, lambda x: (x**2).repeat_interleave(2, 1) * torch.arange(8)),
    "roll": (MATRIX, lambda x: (x**2).roll(1, 1) * torch.arange(4)),
    "pad with zeros": (MATRIX, lambda x: F.pad(x**2, (0, 2, 1, 0))),
    "pad by reflection": (MATRIX, lambda x: F.pad((x**2)[None], (3, 0, 1, 2), mode="reflect")[0]),
    "einsum of a diagonal": (SQUARE, lambda x: torch.einsum("ii->i", x**2)),
    "einsum of three": ([(3, 4), (4,), (3,)], lambda *x: torch.einsum("ij,j,i->ij", *x)),
    "einsum of batches": ([(2, 3, 4), (2, 4, 2)], lambda *x: torch.einsum("bij,bjk->ik", *x)),
    "outer": ([(3,), (4,)], torch.outer),
    "solve": ([(3, 3), (3, 2)], lambda a, b: torch.linalg.solve(a + SHIFT, b)),
    "solveTriangular": (
        [(3, 3), (3, 2)],
        lambda a, b: torch.linalg.solve_triangular((a + SHIFT).triu(), b, upper=True),
    ),
    "inverse": (SQUARE, lambda x: torch.linalg.inv(x + SHIFT)),
    "matrix power": (SQUARE, lambda x: torch.linalg.matrix_power(x, 3)),
    "determinant": ([(2, 3, 3)], torch.linalg.det),
    "log determinant": (SQUARE, lambda x: torch.linalg.slogdet(x + SHIFT).logabsdet),
    "cholesky": ([(2, 3, 3)], lambda x: torch.linalg.cholesky(definite(x))),
    "symmetric eigenvalues": (SQUARE, lambda x: torch.linalg.eigh(definite(x)).eigenvalues),
    "symmetric eigenvectors": ([(2, 3, 3)], lambda x: torch.linalg.eigh(definite(x)).eigenvectors ** 2),
    "q of a tall matrix": ([(4, 3)], lambda x: torch.linalg.qr(spread(x)).Q),
    "r of a tall matrix": ([(2, 4, 3)], lambda x: torch.linalg.qr(spread(x)).R),
    "solve a batch for a vector": (
        [(2, 3, 3), (3,)],
        lambda a, b: torch.linalg.solve(a + SHIFT, b.expand(2, 3)),
    ),
    "singular values": (MATRIX, lambda x: torch.linalg.svdvals(spread(x))),
    "singular vectors of a tall matrix": ([(4, 3)], tall_vectors),
    "pseudo-inverse": ([(4, 3)], torch.linalg.pinv),
    "least squares": ([(4, 2), (4,)], lambda a, b: torch.linalg.pinv(a) @ b),
    "least squares with many solutions": ([(2, 4), (2, 3)], lambda a, b: torch.linalg.pinv(a) @ b),
    "sparse matrix times dense": ([(5,), (4, 2)], lambda v, x: matrix(v) @ x),
    "transposed sparse matrix times dense": ([(5,), (3, 2)], lambda v, x: matrix(v).T @ x),
    "scaled sparse matrix": (
        [(5,), (3,), (4,)],
        lambda v, rows, columns: (matrix(v) * rows[:, None] * columns) ** 2,
    ),
    "row sums of a sparse matrix": ([(5,)], lambda v: matrix(v).sum(1) ** 2),
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

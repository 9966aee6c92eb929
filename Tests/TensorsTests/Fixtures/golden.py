"""Writes the golden files of TensorsTests: what NumPy answers for each expression that `Golden/` has in Swift.

    python3 -m pip install numpy==1.26.4 scipy==1.11.4
    python3 golden.py

Inputs are seeded, so running it again changes nothing. A file has a line for each input, and for each case a line
with the expression and the names of its inputs, then a line for each result. Fields are separated by tabs. What gives nothing changes its first input.
"""

import pathlib

import numpy as np
import scipy.linalg
import scipy.sparse
import scipy.special

random = np.random.default_rng(20)
folder = pathlib.Path(__file__).parent


def encoded(value):
    value = np.asarray(value)
    if value.dtype == np.bool_:
        numbers = " ".join(str(int(x)) for x in value.ravel())
    else:
        numbers = " ".join(repr(x) for x in value.ravel().tolist())
    return f"{value.dtype}\t{' '.join(map(str, value.shape))}\t{numbers}"


class Golden:
    """The inputs and results of one file."""

    def __init__(self, name):
        self.path = folder / f"{name}.tsv"
        self.inputs = {}
        self.lines = []

    def input(self, **tensors):
        for name, value in tensors.items():
            self.inputs[name] = np.asarray(value)

    def __call__(self, expression, *names, **fixed):
        """Evaluates the expression; its names a, b, … stand for the inputs given."""
        values = [self.inputs[name].copy() for name in names]
        scope = {letter: value for letter, value in zip("abcdef", values)}
        scope |= {"np": np, "scipy": scipy} | fixed
        with np.errstate(all="ignore"):
            try:
                result = eval(expression, scope)
            except SyntaxError:
                result = exec(expression, scope)
        if result is None:
            result = scope["a"]
        results = list(result) if isinstance(result, (tuple, list)) else [result]
        self.lines.append(f"case\t{expression}\t{' '.join(names)}")
        self.lines += [f"result\t{encoded(r)}" for r in results]

    def each(self, expression, *combinations):
        for names in combinations:
            self(expression, *names.split())

    def write(self):
        inputs = [f"input\t{name}\t{encoded(value)}" for name, value in self.inputs.items()]
        self.path.write_text("\n".join(inputs + self.lines) + "\n")


def normal(*shape, dtype=np.float64):
    return random.normal(size=shape).round(4).astype(dtype)


def integers(*shape, low=-9, high=10, dtype=np.int64):
    return random.integers(low, high, size=shape).astype(dtype)


def elementwise():
    g = Golden("elementwise")
    g.input(
        f=normal(3, 4, dtype=np.float32), g=normal(3, 4, dtype=np.float32), d=normal(3, 4), e=normal(3, 4),
        row=normal(4), column=normal(3, 1, dtype=np.float32), cube=normal(2, 1, 4), number=np.float64(1.75),
        special=np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 2.5, -2.5, 0.5, -1.5, 1e-8]),
        unit=random.uniform(-0.95, 0.95, (3, 4)).round(4), large=random.uniform(1.05, 30, (3, 4)).round(4),
        i=integers(3, 4, dtype=np.int32), j=integers(3, 4, low=1, dtype=np.int32), l=integers(3, 4),
        m=integers(3, 4, low=1), n=integers(3, 4, low=-9, high=0), u=integers(3, 4, low=0, high=256, dtype=np.uint8),
        v=integers(4, low=1, high=256, dtype=np.uint8), w=integers(3, 4, low=0, high=7, dtype=np.uint8),
        p=integers(3, 4, low=0, high=5), b=integers(3, 4, low=0, high=2).astype(bool),
        c=integers(4, low=0, high=2).astype(bool), empty=np.zeros((0, 4)))
    pairs = ["f g", "d e", "f d", "d row", "column row", "cube column", "d number", "i j", "l m", "i l", "u v", "u i",
             "b l", "l d", "empty row"]
    for operator in "+-*/":
        g.each(f"a {operator} b", *pairs, *(["b c"] if operator in "+*" else []))
    for operator in ["==", "!=", "<", "<=", ">", ">="]:
        g.each(f"a {operator} b", *pairs, "b c", "special special", "l l")
    g.each("a // b", "d e", "f column", "l m", "l n", "i j", "u v", "special number")
    g.each("a % b", "d e", "f column", "l m", "l n", "i j", "u v")
    g.each("np.fmod(a, b)", "d e", "f column", "l m", "l n", "i j", "u v")
    g.each("a ** b", "large d", "l p", "i p", "u w", "large number")
    g.each("np.maximum(a, b)", *pairs, "b c", "special number")
    g.each("np.minimum(a, b)", *pairs, "b c", "special number")
    g.each("np.arctan2(a, b)", "d e", "f g", "d row")
    g.each("np.hypot(a, b)", "d e", "f g", "d row")
    g.each("np.logaddexp(a, b)", "d e", "f g", "d row")
    for operator in "&|^":
        g.each(f"a {operator} b", "b c", "i j", "u v", "l m", "u i")
    g.each("~a", "b", "i", "u", "l")
    g.each("a << b", "l p", "i p")
    g.each("a >> b", "l p", "i p", "u w")
    g.each("-a", "f", "d", "i", "l", "u")
    g.each("np.abs(a)", "f", "d", "i", "l", "u", "special")
    g.each("np.sign(a)", "f", "d", "i", "l", "u", "special")
    g.each("np.square(a)", "f", "d", "i", "l", "u")
    for name in ["exp", "expm1", "exp2", "sin", "cos", "tan", "arctan", "sinh", "cosh", "arcsinh", "tanh"]:
        g.each(f"np.{name}(a)", "f", "d", "i", "number")
    for name in ["log", "log2", "log10", "sqrt", "arccosh", "log1p"]:
        g.each(f"np.{name}(a)", "large", "m")
    for name in ["arcsin", "arccos", "arctanh"]:
        g.each(f"np.{name}(a)", "unit")
    g.each("np.reciprocal(a)", "f", "d")
    g.each("scipy.special.erf(a)", "f", "d", "i")
    g.each("scipy.special.expit(a)", "f", "d", "i")
    for name in ["floor", "ceil", "rint", "trunc"]:
        g.each(f"np.{name}(a)", "f", "large", "special")
    g.each("np.isnan(a)", "special", "d", "i")
    g.each("np.isinf(a)", "special", "d", "i")
    g.each("np.isfinite(a)", "special", "d", "i")
    g.each("np.clip(a, -0.5, 0.75)", "f", "d", "special")
    g.each("np.where(a, b, c)", "b d e", "b d row", "c f d", "b i number", "l l l")
    g.each("np.isclose(a, b)", "d d", "special special", "d e")
    g.each("a + 1", "f", "d", "i", "u", "l", "b")
    g.each("a * 0.5", "f", "d", "i", "u", "b")
    g.each("2 - a", "f", "i", "b")
    g.each("a > 0", "f", "i", "b", "special")
    g.each("0 <= a", "f", "i", "b", "special")
    for dtype in ["float32", "float64", "int32", "int64", "uint8", "bool"]:
        # What a negative number with a fraction becomes in uint8 is left open.
        g.each(f"a.astype('{dtype}')", "large" if dtype == "uint8" else "d", "i", "l", "u", "b")
    g.write()


def indexing():
    g = Golden("indexing")
    g.input(
        x=np.arange(24.0).reshape(2, 3, 4), n=np.arange(12).reshape(3, 4).astype(np.int32),
        h=normal(3, 4, dtype=np.float32), line=np.arange(10).astype(np.uint8), mask=integers(3, 4, low=0, high=2) == 1,
        rows=np.array([2, 0, -1, 2]), grid=np.array([[0, 1], [-1, 2]]), pick=np.array([True, False, True]),
        pair=np.array([1, 0]), none=np.zeros(3, dtype=bool), one=np.float64(7), col=np.array([[5.0], [6.0], [7.0]]),
        four=np.array([1.5, 2.5, 3.5, 4.5]), empty=np.zeros((0, 3)))
    for part in ["0", "-1", "0, 1", "1, 2, 3", "-1, -1, -1", "1:2", "0, 1:", ":, 1, :2", ":, ::2", ":, ::-1", "..., 0",
                 "..., -2:", "1, ..., ::2", "..., np.newaxis", "np.newaxis, 0", ":, np.newaxis, 1", ":, 2:0:-1",
                 ":, 1:-1", ":, -3:-1", "..., 3:0:-2", ":, :0"]:
        g(f"a[{part}]", "x")
    g.each("a[2:8:3]", "line")
    g.each("a[-2::-3]", "line")
    g.each("a[b]", "x pair", "n mask", "h mask", "n rows", "h rows", "n grid", "n pick", "n none", "line rows")
    g.each("a[:, b]", "x pair", "n rows", "h grid", "x pick")
    g.each("a[..., b]", "x rows", "n rows", "n grid")
    g.input(r2=np.array([2, 0]), c2=np.array([-1, 1]), rc=np.array([[1], [0]]))
    g.each("a[b, c]", "n r2 c2", "h rc c2")
    g.each("a[:, b, c]", "x r2 c2", "x rc c2")
    g.each("a[b, :, c]", "x pair c2")
    g.each("a[1:, b]", "n rows", "h r2")
    g.each("a[np.newaxis, b]", "n rows")
    g.each("np.nonzero(a)", "mask", "pick", "n", "x")
    g.each("a[0] = b", "n one", "h four", "n four")
    g.each("a[1:, ::2] = b", "h one", "n r2", "h rc")
    g.each("a[:, 1] = b", "n one")
    g.each("a[..., ::-1] = b", "h four", "x four", "h col")
    g.each("a[-1, -1] = b", "h one", "n one")
    g.each("a[b] = c", "h mask one", "n mask one", "n rows four", "h rows one", "x pair col", "n pick four")
    g.each("a[:, b] = c", "h rows four", "n pair r2", "h r2 col")
    g.each("a[b, c] = d", "n r2 c2 one", "h rc c2 one", "h r2 c2 c2")
    g.each("a[b > 5] = 0", "x x", "n n")
    g.each("a[1:] += b", "h four")
    g.write()


def reductions():
    g = Golden("reductions")
    special = normal(3, 4)
    special[1, 2] = np.nan
    special[0, 0] = np.inf
    g.input(
        f=normal(2, 3, 4, dtype=np.float32), d=normal(2, 3, 4), i=integers(2, 3, 4, dtype=np.int32), l=integers(2, 3, 4),
        u=integers(2, 3, 4, low=0, high=256, dtype=np.uint8), b=integers(2, 3, 4, low=0, high=3).astype(bool),
        special=special, number=np.float64(-2.5), ties=integers(4, 5, low=0, high=3), empty=np.zeros((2, 0, 3)),
        zeros=np.array([[0.0, 3, 2], [1, 5, 4], [0, 0, 6]]))
    every = ["f", "d", "i", "l", "u", "b"]
    for name in ["sum", "prod", "mean", "var", "std", "max", "min", "any", "all"]:
        f = f"np.{name}"
        some = [x for x in every if not (name in ("var", "std", "mean") and x == "b")]
        g.each(f"{f}(a)", *some, "number")
        g.each(f"{f}(a, axis=1)", *some)
        g.each(f"{f}(a, axis=-1, keepdims=True)", *some)
        g.each(f"{f}(a, axis=(0, 2))", *some, "d")
        g.each(f"{f}(a, axis=(1, -1), keepdims=True)", *some)
        if name in ("sum", "prod", "any", "all"):
            g.each(f"{f}(a, axis=1)", "empty")
        g.each(f"{f}(a)", "special")
    g.each("np.max(a, axis=0)", "empty", "special")
    g.each("np.var(a, axis=0, ddof=1)", "f", "d")
    g.each("np.argmax(a)", *every, "special")
    g.each("np.argmax(a, axis=1)", *every, "ties", "special")
    g.each("np.argmax(a, axis=0, keepdims=True)", *every, "ties")
    g.each("np.argmin(a)", *every, "special")
    g.each("np.argmin(a, axis=-1)", *every, "ties", "special")
    g.each("scipy.special.logsumexp(a)", "f", "d", "number")
    g.each("scipy.special.logsumexp(a, axis=1)", "f", "d")
    g.each("scipy.special.logsumexp(a, axis=(0, 2), keepdims=True)", "d")
    g.each("np.linalg.norm(a)", "f", "d", "zeros")
    g.each("np.linalg.norm(a, axis=1)", "f", "d", "l")
    g.each("np.linalg.norm(a, 1, axis=-1)", "f", "d")
    g.each("np.linalg.norm(a, 3, axis=0)", "f", "d")
    g.each("np.linalg.norm(a, np.inf, axis=-1, keepdims=True)", "f", "d")
    g.each("np.linalg.norm(a, -np.inf, axis=-1)", "d")
    g.each("np.linalg.norm(a, 0, axis=-1)", "d", "zeros")
    g.each("np.count_nonzero(a, axis=1)", "zeros", "b", "i")
    g.each("np.cumsum(a, axis=1)", *every)
    g.each("np.cumprod(a, axis=-1)", "f", "d", "i", "l", "u", "zeros")
    g.each("np.median(a, axis=1)", "d", "f", "l", "zeros")
    g.write()


def rearranging():
    g = Golden("rearranging")
    special = normal(3, 4)
    special[0, 1] = special[2, 2] = np.nan
    special[1, 0] = np.inf
    g.input(
        x=np.arange(24.0).reshape(2, 3, 4), a=normal(3, 4, dtype=np.float32), b=normal(2, 4), c=normal(3, 2),
        v=normal(4), i=integers(3, 4, low=-3, high=4, dtype=np.int32), u=integers(3, 4, low=0, high=5, dtype=np.uint8),
        t=integers(3, 4, low=0, high=2).astype(bool), special=special, one=np.array([[[2.5]]]), number=np.float64(4),
        labels=integers(2, 3, low=0, high=4), at=integers(3, 2, low=-4, high=4), src=normal(3, 2), square=normal(4, 4),
        many=integers(40, low=-50, high=50), empty=np.zeros((0, 3)), w=normal(2, 3, 4))
    g.each("np.concatenate((a, b))", "a b", "i u", "a i")
    g.each("np.concatenate((a, b), axis=1)", "a c", "i c")
    g.each("np.stack((a, b), axis=-1)", "a i", "v v")
    g.each("np.split(a, 2, axis=-1)", "a", "x")
    g.each("np.split(a, [1, 1, 3], axis=1)", "a", "i")
    for mode in ["constant", "reflect", "edge", "wrap"]:
        g.each(f"np.pad(a, ((2, 1), (0, 3)), mode='{mode}')", "a", "i", "c")
    g.each("np.pad(a, ((0, 1), (2, 0)), constant_values=7.5)", "a", "b")
    g.each("np.flip(a)", "a", "x", "t")
    g.each("np.flip(a, axis=1)", "a", "x")
    g.each("np.tile(a, 3)", "a", "v", "number")
    g.each("np.tile(a, (2, 3))", "a", "v", "i")
    g.each("np.tile(a, (2, 1, 2))", "x", "c")
    g.each("np.repeat(a, 3, axis=1)", "a", "x", "i")
    g.each("np.roll(a, 2, axis=0)", "a", "v", "x")
    g.each("np.roll(a, -5, axis=-1)", "a", "v", "x")
    g.each("np.transpose(a)", "a", "x", "v")
    g.each("np.swapaxes(a, 0, -1)", "a", "x")
    g.each("np.moveaxis(a, 0, -1)", "a", "x")
    g.each("np.reshape(a, (4, -1))", "a", "x", "i")
    g.each("np.broadcast_to(a, (2, 3, 4))", "a", "v", "number")
    g.each("np.expand_dims(a, -2)", "a", "v")
    g.each("np.squeeze(a)", "one", "a")
    g.each("np.take_along_axis(a, b, axis=1)", "a at", "i at")
    g.each("np.put_along_axis(a, b, c, axis=1)", "a at src")
    g.each("np.add.at(a, (np.arange(3)[:, None], b), c)", "a at src")
    g.each("np.sort(a)", "a", "i", "u", "t", "special", "many", "x")
    g.each("np.sort(a, axis=0)", "a", "i", "special", "x")
    g.each("np.argsort(a, kind='stable')", "a", "i", "u", "t", "special", "many")
    g.each("np.argsort(a, axis=0, kind='stable')", "a", "i", "special")
    g.each("np.sort(a)[..., ::-1][..., :2]", "a", "i", "x", "many")
    g.each("np.unique(a, return_index=True, return_inverse=True, return_counts=True)", "i", "u", "t", "many", "a",
           "empty")
    g.each("np.unique(a)", "special")
    g.each("np.eye(4)[a]", "labels")
    g.each("np.maximum.accumulate(a, axis=1)", "a", "i", "x")
    g.each("np.minimum.accumulate(a, axis=0)", "a", "i", "x")
    g.each("np.diff(a)", "a", "i", "x")
    g.each("np.diff(a, axis=0)", "a", "i", "x")
    g.each("np.quantile(a, 0.3, axis=-1)", "a", "i", "special")
    g.each("np.quantile(a, 1, axis=0)", "a", "b")
    for k in [0, 1, -2]:
        g.each(f"np.tril(a, {k})", "a", "x", "i")
        g.each(f"np.triu(a, {k})", "a", "x", "i")
        g.each(f"np.diagonal(a, {k}, -2, -1)", "a", "x")
        g.each(f"np.diag(a, {k})", "v")
    g.each("np.trace(a)", "a", "square")
    g.each("np.meshgrid(a, b)", "v v")
    g.each("np.meshgrid(a, b, indexing='ij')", "v v")
    g("np.arange(7)")
    g("np.arange(2, -1, -0.5)")
    g("np.linspace(-1, 2, 7)")
    g("np.logspace(0, 2, 5)")
    g("np.eye(3, 5)")
    g("np.full((2, 3), 1.5)")
    g("np.fromfunction(lambda i, j: 10 * i + j, (2, 3))")
    g.write()


def products():
    g = Golden("products")
    g.input(
        a=normal(3, 4), b=normal(4, 5), v=normal(4), w=normal(3), f=normal(3, 4, dtype=np.float32), c=normal(2, 3, 4),
        d=normal(2, 4, 5), e=normal(5, 1, 4, 2), s=normal(4, 4), i=integers(3, 4), j=integers(4, 5, dtype=np.int32),
        big=normal(20, 18), tall=normal(18, 20), h=normal(2, 3, 4, 5), k=normal(4, 3), one=normal(1, 4, 5),
        number=np.float64(2), cube=normal(3, 3, 2))
    g.each("a @ b", "a b", "a v", "w a", "v v", "f b", "c d", "c e", "a d", "c b", "c v", "i j", "i b", "big tall", "v d")
    g.each("np.outer(a, b)", "v w", "a v")
    for equation, *operands in [
        ("ij,jk->ik", "a b", "f b", "i j"), ("ij,jk", "a b"), ("ij->ji", "a"), ("ij->", "a", "i"), ("ij->i", "a"),
        ("ii", "s"), ("ii->i", "s"), ("ij,ij->ij", "a a"), ("i,j->ij", "v w"), ("i,i", "v v"), ("i,i->i", "v v"),
        ("bij,bjk->bik", "c d"), ("bij,bjk->ik", "c d"), ("bij,bij->b", "c c"), ("...ij,...jk->...ik", "c d", "a d", "c one"),
        ("...ij->...ji", "c", "a"), ("...ij", "c"), ("bijk->bk", "h"), ("bijk,ji->bk", "h k"), ("ij,j,i->", "a v w"),
        ("ij,jk,kl->il", "a s b"), ("a,ab,bc->c", "w a b"), ("ij,kj->ik", "a a"),
        ("ji,jk->ik", "k s"), (",ij->ij", "number a"), ("b...->...b", "h"), ("...,...->...", "a v"),
        ("zij,ij->z", "c a"), ("iij->j", "cube"),
    ]:
        g.each(f"np.einsum('{equation}', " + ", ".join("abc"[: len(operands[0].split())]) + ")", *operands)
    # One place twice, and a row without elements.
    g.input(values=normal(6), rows=np.array([2, 0, 0, 3, 2, 0]), columns=np.array([1, 4, 0, 3, 1, 2]),
            dense=normal(5, 3), other=normal(4, 2, dtype=np.float32))
    g.each("scipy.sparse.csr_array((a, (b, c)), shape=(4, 5)) @ d", "values rows columns dense")
    g.each("scipy.sparse.csr_array((a, (b, c)), shape=(4, 5)).T @ d", "values rows columns other")
    g.each("scipy.sparse.csr_array((a, (b, c)), shape=(4, 5)).toarray()", "values rows columns")
    g.each("scipy.sparse.csr_array(a) @ b", "a v", "f b")
    g.write()


def linear_algebra():
    g = Golden("linear_algebra")
    square, stack = normal(4, 4), normal(2, 3, 3)
    low_rank = normal(4, 2) @ normal(2, 5)
    g.input(
        a=square, f=square.astype(np.float32), s=stack, b=normal(4, 2), v=normal(4), c=normal(2, 3, 2), t=normal(3, 2),
        tall=normal(5, 3), wide=normal(3, 5), cube=normal(2, 4, 3), sym=square @ square.T + np.eye(4),
        syms=stack @ stack.transpose(0, 2, 1) + np.eye(3), singular=np.outer(normal(3), normal(3)), low=low_rank,
        five=normal(5), fives=normal(5, 2), three=normal(3), i=integers(3, 3), one=np.array([[2.5]]))
    g.each("np.linalg.solve(a, b)", "a b", "a v", "f v", "s c", "one one")
    g.each("np.linalg.inv(a)", "a", "s", "f")
    g.each("np.linalg.det(a)", "a", "s", "f", "i", "one")
    g.each("np.linalg.slogdet(a)", "a", "s", "i")
    g.each("np.linalg.cholesky(a)", "sym", "syms", "one")
    g.each("np.linalg.qr(a)", "a", "tall", "wide", "cube", "f")
    g.each("np.linalg.svd(a, compute_uv=False)", "a", "tall", "wide", "cube", "singular")
    g.each("np.linalg.eigvalsh(a)", "sym", "syms", "one")
    g.each("np.linalg.pinv(a, rcond=1e-14)", "a", "tall", "wide", "cube", "low")
    g.each("np.linalg.lstsq(a, b, rcond=1e-14)[0]", "tall five", "tall fives", "wide three", "a b", "low v")
    g.each("np.linalg.matrix_rank(a)", "a", "tall", "low", "singular", "s")
    g.each("np.linalg.matrix_power(a, 5)", "a", "s", "i")
    g.each("np.linalg.matrix_power(a, -2)", "a", "s")
    g.each("scipy.linalg.solve_triangular(a, b, lower=True)", "a b", "a v")
    g.each("scipy.linalg.solve_triangular(a, b, lower=False)", "a b", "a v")
    g.write()


def printing():
    g = Golden("printing")
    mixed = normal(3, 4) * 100
    special = normal(2, 3)
    special[0, 1], special[1, 2], special[1, 0] = np.nan, np.inf, -np.inf
    g.input(
        whole=np.arange(12.0).reshape(3, 4), mixed=mixed, f=mixed.astype(np.float32), special=special,
        tiny=normal(2, 3) * 1e-6, wide=np.array([1e-3, 5.5, 2000.25]), huge=np.array([1e10, 1.5]),
        negative=np.array([-1.5, 2, -0.25]), i=integers(2, 3, 4, low=-1000), u=integers(3, low=0, dtype=np.uint8),
        b=integers(2, 5, low=0, high=2).astype(bool), number=np.float64(2.5), line=normal(50), long=normal(2, 3, 30),
        ints=np.arange(60), large=np.arange(1001.0), square=normal(26, 40), deep=normal(2, 18, 30),
        empty=np.zeros((0, 3)), column=normal(4, 1), zeros=np.zeros((2, 2)), tall=normal(340, 3),
        integers=np.arange(1001, dtype=np.int32) - 700, one=np.array([1e-5]))
    for name, value in g.inputs.items():
        if value.ndim:
            text = np.array2string(value, precision=4, threshold=1000, edgeitems=3, max_line_width=100)
        else:
            text = str(value)
        text = text.replace("True", "true").replace("False", "false").replace("\n", "\\n")
        g.lines += [f"case\tprint\t{name}", f"text\t{text}"]
    g.write()


def philox(key, counter, attempt=0):
    """Philox4x32-10 by its definition in the paper: Salmon et al., SC 2011."""
    word = 0xFFFFFFFF
    c = [counter & word, counter >> 32, attempt & word, attempt >> 32]
    k = [key & word, key >> 32]
    for _ in range(10):
        p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(q >> 32) ^ c[1] ^ k[0], q & word, (p >> 32) ^ c[3] ^ k[1], p & word]
        k = [(k[0] + 0x9E3779B9) & word, (k[1] + 0xBB67AE85) & word]
    return c


def randomness():
    """What a generator with seed 2**40 + 5 gives at first."""
    g = Golden("random")
    blocks = [philox(2**40 + 5, counter) for counter in range(20)]
    wide = np.array([[a << 32 | b, c << 32 | d] for a, b, c, d in blocks], dtype=np.uint64)
    unit = (wide >> np.uint64(11)).astype(np.float64) * 2.0**-53
    radius, angle = np.sqrt(-2 * np.log(1 - unit[:, 0])), 2 * np.pi * unit[:, 1]
    below = [int(first) * 1000 >> 64 for first, _ in wide]
    for name, value in {
        "uniform float32": np.array(blocks)[:5].ravel() // 2**8 * np.float32(2.0**-24),
        "uniform float64": unit[:10].ravel(),
        "normal": np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)[:10].ravel(),
        "integers": np.array(below, dtype=np.int64),
        "bernoulli": unit[:10].ravel() < 0.3,
    }.items():
        g.lines += [f"case\t{name}\t", f"result\t{encoded(value)}"]
    g.write()


def main():
    for part in [elementwise, indexing, reductions, rearranging, products, linear_algebra, printing, randomness]:
        part()


if __name__ == "__main__":
    main()

"""Writes the .txt files beside this script with PyTorch: pip install torch --index-url https://download.pytorch.org/whl/cpu

All numbers are computed in float64 and written with nine digits. A line has a kind, a name, a shape ("-" for a single
number) and the elements. In a layer's case `gradient` is that of Σ w · output, with w = 0.5 … 1.5 over the elements of the
output, with respect to the parameter or input of the same name.
"""
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(7)
folder = pathlib.Path(__file__).parent


def numbers(*shape, scale=1.0):
    return (torch.randn(shape, generator=generator) * 100 * scale).round() / 100


class File:
    def __init__(self, name):
        self.path, self.lines = folder / name, []

    def case(self, name):
        self.lines.append(f"case {name}")

    def tensor(self, kind, name, value):
        value = torch.as_tensor(value)
        shape = ",".join(map(str, value.shape)) or "-"
        texts = " ".join(f"{x:.9g}" for x in value.detach().reshape(-1).tolist())
        self.lines.append(f"{kind} {name} {shape} {texts}")

    def save(self):
        self.path.write_text("\n".join(self.lines) + "\n")


def weighted(outputs):
    total = 0
    for output in outputs:
        weights = torch.linspace(0.5, 1.5, output.numel()) if output.numel() > 1 else torch.ones(1)
        total = total + (output.reshape(-1) * weights).sum()
    return total


def layer(file, name, module, *inputs, call=None, scale=0.5):
    """One case: `call(module, *inputs)` gives one output or several."""
    file.case(name)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(numbers(*parameter.shape, scale=scale))
    for key, value in module.state_dict().items():
        file.tensor("state", key, value)
    inputs = [x.clone().requires_grad_(x.is_floating_point()) for x in inputs]
    for index, x in enumerate(inputs):
        file.tensor("input", index, x)
    outputs = (call or (lambda m, *x: m(*x)))(module, *inputs)
    outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
    for index, output in enumerate(outputs):
        file.tensor("output", index, output)
    weighted(outputs).backward()
    for key, parameter in module.named_parameters():
        file.tensor("gradient", key, parameter.grad)
    for index, x in enumerate(inputs):
        if x.grad is not None:
            file.tensor("inputgradient", index, x.grad)
    for key, value in module.named_buffers():
        file.tensor("buffer", key, value)


def layers():
    file = File("layers.txt")
    layer(file, "linear", nn.Linear(4, 3), numbers(5, 4))
    layer(file, "linear sequences", nn.Linear(4, 3), numbers(2, 3, 4))
    layer(file, "linear no bias", nn.Linear(4, 3, bias=False), numbers(5, 4))
    x = numbers(3, 4)
    for name, module in {
        "relu": nn.ReLU(),
        "tanh": nn.Tanh(),
        "sigmoid": nn.Sigmoid(),
        "leakyReLU": nn.LeakyReLU(0.1),
        "elu": nn.ELU(0.7),
        "softplus": nn.Softplus(),
        "gelu": nn.GELU(),
        "silu": nn.SiLU(),
        "softmax": nn.Softmax(-1),
        "logSoftmax": nn.LogSoftmax(1),
    }.items():
        layer(file, name, module, x)
    layer(file, "flatten", nn.Flatten(), numbers(2, 2, 3))
    layer(file, "embedding", nn.Embedding(5, 3), torch.tensor([[0, 2, 2], [4, 1, 0]]))
    layer(file, "embedding padding", nn.Embedding(5, 3, padding_idx=2), torch.tensor([0, 2, 4, 2]))
    layer(file, "layerNorm", nn.LayerNorm(4), numbers(3, 4))
    layer(file, "layerNorm two axes", nn.LayerNorm((3, 4)), numbers(2, 3, 4))
    layer(file, "groupNorm", nn.GroupNorm(2, 4), numbers(2, 4, 3, 2))
    layer(file, "batchNorm1D", nn.BatchNorm1d(3), numbers(5, 3))
    layer(file, "batchNorm1D sequences", nn.BatchNorm1d(3), numbers(2, 3, 4))
    layer(file, "batchNorm2D", nn.BatchNorm2d(3), numbers(2, 3, 2, 2))
    norm = nn.BatchNorm2d(3).eval()
    norm.running_mean.copy_(numbers(3))
    norm.running_var.copy_(numbers(3).abs() + 0.5)
    layer(file, "batchNorm2D eval", norm, numbers(2, 3, 2, 2))
    file.save()


def convolutions():
    file = File("convolutions.txt")
    layer(file, "conv1D", nn.Conv1d(2, 3, 3, stride=2, padding=1), numbers(2, 2, 6))
    layer(file, "conv1D dilated", nn.Conv1d(4, 2, 2, dilation=2, groups=2), numbers(2, 4, 5))
    layer(file, "conv2D", nn.Conv2d(2, 3, 3), numbers(2, 2, 5, 4))
    layer(
        file, "conv2D all settings", nn.Conv2d(4, 2, (2, 3), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2),
        numbers(2, 4, 4, 4),
    )
    layer(file, "conv2D same", nn.Conv2d(2, 2, 3, padding="same", bias=False), numbers(1, 2, 4, 3))
    layer(file, "conv2D depthwise", nn.Conv2d(3, 6, 2, groups=3), numbers(2, 3, 3, 3))
    layer(file, "conv2D pointwise", nn.Conv2d(3, 2, 1), numbers(2, 3, 2, 3))
    layer(file, "convTransposed1D", nn.ConvTranspose1d(2, 3, 3, stride=2, padding=1, output_padding=1), numbers(2, 2, 3))
    layer(
        file, "convTransposed2D",
        nn.ConvTranspose2d(4, 4, 3, stride=2, padding=1, output_padding=(1, 0), groups=2), numbers(2, 4, 2, 3),
    )
    x = numbers(2, 2, 5, 6)
    layer(file, "maxPool2D", nn.MaxPool2d(2), x)
    layer(file, "maxPool2D padded", nn.MaxPool2d((3, 2), stride=(2, 1), padding=1), x)
    layer(file, "averagePool2D", nn.AvgPool2d(2), x)
    layer(file, "averagePool2D padded", nn.AvgPool2d(3, stride=2, padding=1), x)
    layer(file, "averagePool2D without padding", nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False), x)
    layer(file, "adaptiveAveragePool2D", nn.AdaptiveAvgPool2d((3, 4)), x)
    layer(file, "maxPool1D", nn.MaxPool1d(3, stride=2, padding=1), numbers(2, 2, 7))
    layer(file, "averagePool1D", nn.AvgPool1d(2), numbers(2, 2, 7))
    layer(file, "globalAveragePool", nn.AdaptiveAvgPool2d(1), x, call=lambda m, x: m(x).flatten(1))
    layer(file, "globalMaxPool", nn.AdaptiveMaxPool2d(1), x, call=lambda m, x: m(x).flatten(1))
    file.save()


def losses():
    file = File("losses.txt")

    def loss(name, function, *inputs):
        for reduction in ("mean", "sum", "none"):
            file.case(f"{name} {reduction}")
            leaves = [x.clone().requires_grad_(x.is_floating_point()) for x in inputs]
            for index, x in enumerate(leaves):
                file.tensor("input", index, x)
            value = function(*leaves, reduction)
            file.tensor("output", 0, value)
            weighted([value]).backward()
            for index, x in enumerate(leaves):
                if x.grad is not None:
                    file.tensor("inputgradient", index, x.grad)

    a, b = numbers(3, 4), numbers(3, 4)
    loss("meanSquaredError", lambda x, y, r: F.mse_loss(x, y, reduction=r), a, b)
    half = {"mean": torch.mean, "sum": torch.sum, "none": lambda x: x}
    loss("halfSquaredError", lambda x, y, r: half[r](((x - y) ** 2).sum(1) / 2), a, b)
    loss("meanAbsoluteError", lambda x, y, r: F.l1_loss(x, y, reduction=r), a, b)
    loss("huberLoss", lambda x, y, r: F.huber_loss(x, y, delta=0.7, reduction=r), a, b)
    labels = torch.tensor([2, 0, 3])
    weights = numbers(4).abs() + 0.5
    loss("softmaxCrossEntropy", lambda x, t, r: F.cross_entropy(x, t, reduction=r), a, labels)
    loss("softmaxCrossEntropy smoothed", lambda x, t, r: F.cross_entropy(x, t, label_smoothing=0.2, reduction=r), a, labels)
    loss("softmaxCrossEntropy weighted", lambda x, t, w, r: F.cross_entropy(x, t, w.detach(), reduction=r), a, labels, weights)
    loss(
        "softmaxCrossEntropy smoothed and weighted",
        lambda x, t, w, r: F.cross_entropy(x, t, w.detach(), label_smoothing=0.2, reduction=r), a, labels, weights,
    )
    targets = b.softmax(1)
    loss("softmaxCrossEntropy of distributions", lambda x, t, r: F.cross_entropy(x, t, reduction=r), a, targets)
    loss("crossEntropy of probabilities", lambda x, t, r: F.nll_loss(x.log(), t, reduction=r), a.softmax(1), labels)
    binary = torch.rand(3, 4, generator=generator).round(decimals=2)
    loss("binaryCrossEntropy of logits", lambda x, t, r: F.binary_cross_entropy_with_logits(x, t, reduction=r), a, binary)
    loss(
        "binaryCrossEntropy weighted",
        lambda x, t, r: F.binary_cross_entropy_with_logits(x, t, pos_weight=torch.tensor(2.5), reduction=r), a, binary,
    )
    loss("binaryCrossEntropy of probabilities", lambda x, t, r: F.binary_cross_entropy(x, t.detach(), reduction=r), a.sigmoid(), binary)
    signs = b.sign()
    loss("hingeLoss", lambda x, t, r: half[r](F.relu(1 - x * t)), a, signs)
    loss("hingeLoss of classes", lambda x, t, r: F.multi_margin_loss(x, t, reduction=r), a, labels)
    loss(
        "klDivergence",
        lambda x, t, r: half[r](F.kl_div(x, t, reduction="none").sum(1)), a.log_softmax(1), targets,
    )
    loss(
        "tripletLoss", lambda x, p, n, r: F.triplet_margin_loss(x, p, n, margin=0.8, reduction=r), a, b, numbers(3, 4)
    )
    file.save()


def optimizers():
    file = File("optimizers.txt")
    start, target = numbers(2, 3), numbers(2, 3)
    cases = {
        "SGD": lambda p: torch.optim.SGD(p, 0.1),
        "SGD decay": lambda p: torch.optim.SGD(p, 0.1, weight_decay=0.1),
        "SGD momentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, weight_decay=0.1),
        "SGD Nesterov": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True, weight_decay=0.1),
        "AdaGrad": lambda p: torch.optim.Adagrad(p, 0.1, lr_decay=0.05, weight_decay=0.1),
        "RMSProp": lambda p: torch.optim.RMSprop(p, 0.05, weight_decay=0.1),
        "RMSProp centered": lambda p: torch.optim.RMSprop(p, 0.05, alpha=0.9, momentum=0.5, centered=True),
        "Adadelta": lambda p: torch.optim.Adadelta(p, 1.0, weight_decay=0.1),
        "Adam": lambda p: torch.optim.Adam(p, 0.1, weight_decay=0.1),
        "AdamW": lambda p: torch.optim.AdamW(p, 0.1, weight_decay=0.1),
        "Adamax": lambda p: torch.optim.Adamax(p, 0.1, weight_decay=0.1),
    }
    file.tensor("input", "start", start)
    file.tensor("input", "target", target)
    for name, make in cases.items():
        file.case(name)
        w = start.clone().requires_grad_()
        optimizer = make([w])
        for _ in range(10):
            optimizer.zero_grad()
            ((w - target) ** 4).sum().backward()
            optimizer.step()
            file.tensor("output", "w", w)
    file.case("clip norm")
    w = start.clone().requires_grad_()
    ((w - target) ** 4).sum().backward()
    file.tensor("norm", "w", nn.utils.clip_grad_norm_([w], 1.5))
    file.tensor("output", "w", w.grad)
    file.case("clip value")
    w = start.clone().requires_grad_()
    ((w - target) ** 4).sum().backward()
    nn.utils.clip_grad_value_([w], 0.5)
    file.tensor("output", "w", w.grad)
    file.save()


def schedules():
    file = File("schedules.txt")
    s = torch.optim.lr_scheduler
    cases = {
        "StepLR": lambda o: s.StepLR(o, 4, 0.5),
        "MultiStepLR": lambda o: s.MultiStepLR(o, [3, 9], 0.2),
        "ExponentialLR": lambda o: s.ExponentialLR(o, 0.9),
        "CosineAnnealingLR": lambda o: s.CosineAnnealingLR(o, 15, 0.01),
        "LinearLR": lambda o: s.LinearLR(o, 0.2, 1.0, 6),
        "OneCycleLR": lambda o: s.OneCycleLR(o, 0.4, 20),
        "warm-up": lambda o: s.SequentialLR(
            o, [s.LinearLR(o, 0.1, 1.0, 5), s.CosineAnnealingLR(o, 15)], milestones=[5]
        ),
    }
    for name, make in cases.items():
        file.case(name)
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.3, momentum=0.9)
        scheduler = make(optimizer)
        rates, momenta = [], []
        for _ in range(20):
            rates.append(optimizer.param_groups[0]["lr"])
            momenta.append(optimizer.param_groups[0]["momentum"])
            optimizer.step()
            if len(rates) < 20:
                scheduler.step()
        file.tensor("output", "rates", rates)
        file.tensor("momentum", "momenta", momenta)
    file.case("ReduceLROnPlateau")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.3)
    scheduler = s.ReduceLROnPlateau(optimizer, factor=0.5, patience=2, cooldown=1)
    metrics = [5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2]
    rates = []
    for metric in metrics:
        scheduler.step(metric)
        rates.append(optimizer.param_groups[0]["lr"])
    file.tensor("input", "metrics", torch.tensor(metrics))
    file.tensor("output", "rates", rates)
    file.save()


def recurrent():
    file = File("recurrent.txt")

    def states(module, x):
        output, state = module(x)
        return [output, *state] if isinstance(state, tuple) else [output, state]

    for name, kind in {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}.items():
        layer(file, name, kind(3, 2, batch_first=True), numbers(2, 4, 3), call=states)
        layer(
            file, f"{name} two layers both ways", kind(3, 2, num_layers=2, bidirectional=True, batch_first=True),
            numbers(2, 3, 3), call=states,
        )

        def packed(module, x):
            lengths = torch.tensor([2, 4, 1])
            p = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            output, state = module(p)
            output = nn.utils.rnn.pad_packed_sequence(output, batch_first=True)[0]
            return [output, *state] if isinstance(state, tuple) else [output, state]

        layer(file, f"{name} lengths", kind(3, 2, bidirectional=True, batch_first=True), numbers(3, 4, 3), call=packed)
    layer(file, "rnn relu", nn.RNN(3, 2, nonlinearity="relu", bias=False, batch_first=True), numbers(2, 4, 3), call=states)
    file.save()


def attention():
    file = File("attention.txt")
    q, k, v = numbers(2, 3, 4), numbers(2, 5, 4), numbers(2, 5, 4)
    plain = nn.Identity()
    layer(file, "scaled dot product", plain, q, k, v, call=lambda m, *x: F.scaled_dot_product_attention(*x))
    layer(
        file, "causal", plain, q, numbers(2, 3, 4), numbers(2, 3, 4),
        call=lambda m, *x: F.scaled_dot_product_attention(*x, is_causal=True),
    )
    padding = torch.tensor([[False, False, False, True, True], [False] * 5])
    layer(
        file, "multi-head", nn.MultiheadAttention(4, 2, batch_first=True), q, k, v,
        call=lambda m, *x: m(*x, average_attn_weights=False),
    )
    layer(
        file, "multi-head padding", nn.MultiheadAttention(4, 2, batch_first=True), q, k, v,
        call=lambda m, *x: m(*x, key_padding_mask=padding, need_weights=False)[0],
    )
    for name, settings in {
        "encoder": dict(norm_first=False, activation="relu"),
        "encoder norm first": dict(norm_first=True, activation="gelu"),
    }.items():
        module = nn.TransformerEncoderLayer(4, 2, 6, dropout=0.0, batch_first=True, **settings)
        layer(file, name, module, numbers(2, 3, 4))
    mask = nn.Transformer.generate_square_subsequent_mask(3)
    module = nn.TransformerEncoderLayer(4, 2, 6, dropout=0.0, batch_first=True, norm_first=True)
    layer(file, "encoder causal", module, numbers(2, 3, 4), call=lambda m, x: m(x, src_mask=mask, is_causal=True))
    file.save()


class AdditiveAttention(nn.Module):
    def __init__(self, queries, keys, hidden):
        super().__init__()
        self.query = nn.Linear(queries, hidden, bias=False)
        self.key = nn.Linear(keys, hidden, bias=False)
        self.score = nn.Linear(hidden, 1, bias=False)

    def forward(self, q, k):
        scores = self.score(torch.tanh(self.query(q)[:, :, None] + self.key(k)[:, None])).squeeze(-1)
        weights = scores.softmax(-1)
        return weights @ k, weights


class GraphConvolution(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        edges = torch.zeros(5, 5)
        for a, b in ((0, 1), (1, 2), (2, 0), (3, 4)):
            edges[a, b] = edges[b, a] = 1
        edges = edges + torch.eye(5)
        scale = edges.sum(1).rsqrt()
        return (scale[:, None] * edges * scale) @ x @ self.weight + self.bias


class MessagePassing(nn.Module):
    def __init__(self, mean):
        super().__init__()
        self.message, self.update, self.mean = nn.Linear(6, 2), nn.Linear(5, 3), mean

    def forward(self, h):
        edges = ((0, 1), (2, 1), (1, 0), (3, 1), (2, 3))
        rows = []
        for v in range(4):
            arriving = [self.message(torch.cat([h[a], h[b]])) for a, b in edges if b == v]
            total = sum(arriving) if arriving else torch.zeros(2)
            rows.append(torch.cat([h[v], total / max(1, len(arriving)) if self.mean else total]))
        return self.update(torch.stack(rows))


class RBF(nn.Module):
    def __init__(self, inputs, units):
        super().__init__()
        self.centers = nn.Parameter(torch.zeros(units, inputs))
        self.log_widths = nn.Parameter(torch.zeros(units))

    def forward(self, x):
        distances = ((x[:, None] - self.centers) ** 2).sum(2)
        return torch.exp(-distances / (2 * torch.exp(self.log_widths) ** 2))


class MixtureOfExperts(nn.Module):
    def __init__(self, selected):
        super().__init__()
        self.experts = nn.ModuleList(nn.Linear(3, 2) for _ in range(3))
        self.gate, self.selected = nn.Linear(3, 3), selected

    def forward(self, x):
        scores = self.gate(x)
        least = scores.topk(self.selected, 1).values[:, -1:]
        weights = scores.masked_fill(scores < least, -torch.inf).softmax(1)
        return sum(weights[:, k : k + 1] * expert(x) for k, expert in enumerate(self.experts))


def others():
    file = File("others.txt")
    layer(file, "additive attention", AdditiveAttention(3, 4, 5), numbers(2, 3, 3), numbers(2, 4, 4))
    layer(file, "graph convolution", GraphConvolution(3, 2), numbers(5, 3))
    layer(file, "message passing sum", MessagePassing(False), numbers(4, 3))
    layer(file, "message passing mean", MessagePassing(True), numbers(4, 3))
    layer(file, "rbf", RBF(2, 3), numbers(4, 2))
    layer(file, "mixture of experts", MixtureOfExperts(3), numbers(4, 3))
    layer(file, "mixture of two experts", MixtureOfExperts(2), numbers(4, 3))

    def overlap(a, b):
        sides = (torch.minimum(a[2:], b[2:]) - torch.maximum(a[:2], b[:2])).clamp(min=0)
        common = sides.prod()
        return common / ((a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - common)

    def corners(x, y, w, h):
        return torch.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2])

    # Two images, a grid of 2 by 3, two boxes, three classes.
    objects = [[(0.2, 0.3, 0.3, 0.4, 1), (0.7, 0.8, 0.5, 0.2, 2)], [(0.5, 0.1, 0.2, 0.1, 0)]]

    def yolo(module, p):
        total = 0
        for image in range(2):
            for row in range(2):
                for column in range(3):
                    cell = p[image, row, column]
                    inside = [o for o in objects[image] if int(o[0] * 3) == column and int(o[1] * 2) == row]
                    best = None
                    if inside:
                        x, y, w, h, label = inside[0]
                        truth = corners(*torch.tensor([x, y, w, h]))
                        ious = []
                        for b in range(2):
                            v = cell[5 * b : 5 * b + 5]
                            ious.append(overlap(corners((column + v[0]) / 3, (row + v[1]) / 2, v[2] ** 2, v[3] ** 2), truth))
                        best = 0 if ious[0] >= ious[1] else 1
                        v = cell[5 * best : 5 * best + 5]
                        wanted = torch.tensor([x * 3 - column, y * 2 - row, w**0.5, h**0.5])
                        total = total + 5 * ((v[:4] - wanted) ** 2).sum() + (v[4] - ious[best].detach()) ** 2
                        one_hot = F.one_hot(torch.tensor(label), 3)
                        total = total + ((cell[10:] - one_hot) ** 2).sum()
                    for b in range(2):
                        if b != best:
                            total = total + 0.5 * cell[5 * b + 4] ** 2
        return total / 2

    layer(file, "yolo", nn.Identity(), numbers(2, 2, 3, 13, scale=0.3).abs() + 0.2, call=yolo)
    file.save()


for part in (layers, convolutions, losses, optimizers, schedules, recurrent, attention, others):
    generator.manual_seed(7)
    part()

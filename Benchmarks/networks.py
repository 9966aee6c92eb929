import torch
from torch import nn
from torch.nn import functional as F


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


def mlp():
    model = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    y = torch.randint(0, 10, (128,))
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    return training(model, optimizer, torch.randn(128, 784), lambda z: F.cross_entropy(z, y))


def lenet():
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
    )
    y = torch.randint(0, 10, (64,))
    optimizer = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9)
    return training(model, optimizer, torch.randn(64, 1, 28, 28), lambda z: F.cross_entropy(z, y))


def cnn():
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64 * 49, 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, 10),
    )
    y = torch.randint(0, 10, (64,))
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    return training(model, optimizer, torch.randn(64, 1, 28, 28), lambda z: F.cross_entropy(z, y))


class ResidualBlock(nn.Module):
    def __init__(self, channels, outputs, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = nn.Sequential()
        if channels != outputs or stride != 1:
            self.downsample = nn.Sequential(
                nn.Conv2d(channels, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        hidden = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(hidden)) + self.downsample(x))


def resnet20():
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 1, 1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        *[ResidualBlock(16, 16) for _ in range(3)],
        *[ResidualBlock(16 if first else 32, 32, 2 if first else 1) for first in (True, False, False)],
        *[ResidualBlock(32 if first else 64, 64, 2 if first else 1) for first in (True, False, False)],
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    y = torch.randint(0, 10, (32,))
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9, weight_decay=1e-4)
    return training(model, optimizer, torch.randn(32, 3, 32, 32), lambda z: F.cross_entropy(z, y))


class NextCharacter(nn.Module):
    def __init__(self, recurrent):
        super().__init__()
        self.embedding = nn.Embedding(64, 64)
        self.recurrent = recurrent(64, 128, batch_first=True)
        self.output = nn.Linear(128, 64)

    def forward(self, x):
        return self.output(self.recurrent(self.embedding(x))[0]).reshape(-1, 64)


class NextCharacterByAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(64, 128)
        self.encoder = nn.TransformerEncoderLayer(
            128, 4, 256, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.output = nn.Linear(128, 64)
        self.register_buffer("mask", nn.Transformer.generate_square_subsequent_mask(64))

    def forward(self, x):
        return self.output(self.encoder(self.embedding(x), src_mask=self.mask, is_causal=True)).reshape(-1, 64)


def next_character(model):
    x, y = torch.randint(0, 64, (32, 64)), torch.randint(0, 64, (32 * 64,))
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    return training(model, optimizer, x, lambda z: F.cross_entropy(z, y))


def lstm():
    return next_character(NextCharacter(nn.LSTM))


def gru():
    return next_character(NextCharacter(nn.GRU))


def transformer():
    return next_character(NextCharacterByAttention())


def gcn():
    nodes, edges, features = 2708, 10556, 1433
    places = torch.cat([torch.randint(0, nodes, (2, edges)), torch.arange(nodes).repeat(2, 1)], 1)
    adjacency = torch.sparse_coo_tensor(places, torch.rand(edges + nodes), (nodes, nodes)).coalesce().to_sparse_csr()
    x = (torch.rand(nodes, features) < 0.0127).float()
    y = torch.randint(0, 7, (nodes,))
    first, second = nn.Linear(features, 16, bias=False), nn.Linear(16, 7, bias=False)
    optimizer = torch.optim.Adam([*first.parameters(), *second.parameters()], 0.01, weight_decay=5e-4)

    def step():
        optimizer.zero_grad()
        F.cross_entropy(adjacency @ second(F.relu(adjacency @ first(x))), y).backward()
        optimizer.step()

    return step

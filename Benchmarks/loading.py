import torch
from networks import training
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


def digits():
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(128, 10),
    )
    y = torch.randint(0, 10, (32,))
    optimizer = torch.optim.Adam(model.parameters())
    return training(model, optimizer, torch.rand(32, 1, 8, 8), lambda z: F.cross_entropy(z, y))


def loader():
    samples = TensorDataset(torch.rand(1437, 1, 8, 8), torch.randint(0, 10, (1437,)))
    batches = DataLoader(samples, batch_size=32, shuffle=True)
    iterator = iter(batches)

    def step():
        nonlocal iterator
        if next(iterator, None) is None:
            iterator = iter(batches)

    return step

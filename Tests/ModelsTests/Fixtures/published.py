"""Logits of torchvision's networks, written down again in PyTorch, with weights and inputs made by a rule.

    python published.py

Prints what PublishedModelTests expects. Made with PyTorch 2.13.
"""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        for i in range(4):
            outputs = 64 << i
            first = Block(outputs if i == 0 else outputs // 2, outputs, 1 if i == 0 else 2)
            setattr(self, f"layer{i + 1}", nn.Sequential(first, Block(outputs, outputs, 1)))
        self.fc = nn.Linear(512, 1000)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean((2, 3)))


class AlexNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Conv2d(64, 192, 5, padding=2), nn.ReLU(),
            nn.MaxPool2d(3, 2), nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(), nn.Conv2d(384, 256, 3, padding=1),
            nn.ReLU(), nn.Conv2d(256, 256, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2))
        self.avgpool = nn.AdaptiveAvgPool2d((6, 6))
        self.classifier = nn.Sequential(
            nn.Dropout(), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(),
            nn.Linear(4096, 1000))

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(x)).flatten(1))


def pattern(shape):
    """Numbers in -½..<½ that jump about."""
    count = torch.Size(shape).numel()
    return (((torch.arange(count) * 7919 % 1009).double() / 1009) - 0.5).float().reshape(shape)


def logits(model, size):
    for name, value in model.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        if value.dim() > 1:
            fan_in = value[0].numel()
            value.copy_(pattern(value.shape) * (24 / fan_in) ** 0.5)
        elif name.endswith("running_var") or "bn" in name and name.endswith("weight"):
            value.copy_(1 + pattern(value.shape) * 0.5)
        else:
            value.copy_(pattern(value.shape) * 0.1)
    with torch.no_grad():
        return model.eval()(pattern((1, 3, size, size)) * 2)[0]


for model, size in [(ResNet18(), 64), (AlexNet(), 96)]:
    output = logits(model, size)
    print(type(model).__name__, output.abs().mean().item(), [round(x, 5) for x in output[:5].tolist()])

"""The vision tower: a small learned front, and EfficientNet-Lite0 behind it, from its fourth block on.

llama.cpp's depthwise convolutions are slow on large maps, which EfficientNet has at its beginning. Whole 3 × 3
convolutions ("fused" or edge blocks, as EfficientNetV2 begins with: Tan and Le 2021) stand in for its first three
blocks: the tower takes 225 ms instead of 354 on one thread. ``front.py`` teaches them to give what the three give.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from teacher import Network
from torch import Tensor, nn
from torch.nn import functional

SIDE = 160
"""Pixels along the square that the tower looks at."""
CELLS = 5
"""It sees them as 5 × 5 cells."""
REPLACED = 3
"""Blocks of EfficientNet that the front stands in for."""
WIDTHS = ((31, 191, 39), (39, 127, 39), (39, 127, 24))
"""Channels into, within and out of each of the front's blocks; the tower's file has one more of each."""


def gelu(x: Tensor) -> Tensor:
    """Return GELU in the form that llama.cpp computes."""
    return functional.gelu(x, approximate="tanh")


def padded(x: Tensor, kernel: int, stride: int = 2) -> Tensor:
    """Return (views, channels, side, side) with the zeros around it that a stride wants (TensorFlow's "same")."""
    side = x.shape[-1]
    zeros = max((-(-side // stride) - 1) * stride + kernel - side, 0)
    return functional.pad(x, (zeros // 2, zeros - zeros // 2) * 2)


class Edge(nn.Module):
    """A 3 × 3 convolution, GELU, a pointwise one, and a sum with what came in if the shape is the same."""

    def __init__(self, into: int, within: int, out: int, stride: int) -> None:
        super().__init__()
        self.stride, self.adds = stride, stride == 1 and into == out
        self.wide = nn.Conv2d(into, within, 3, stride, bias=False)
        self.wide_norm = nn.BatchNorm2d(within)
        self.narrow = nn.Conv2d(within, out, 1, bias=False)
        self.narrow_norm = nn.BatchNorm2d(out)
        nn.init.kaiming_normal_(self.wide.weight, nonlinearity="relu")
        nn.init.kaiming_normal_(self.narrow.weight, nonlinearity="linear")

    def forward(self, x: Tensor) -> Tensor:
        """Map (views, channels, side, side)."""
        if self.stride == 2:
            y = functional.conv2d(padded(x, 3), self.wide.weight, stride=2)
        else:
            y = functional.conv2d(x, self.wide.weight, padding=1)
        y = self.narrow_norm(self.narrow(gelu(self.wide_norm(y))))
        return y + x if self.adds else y


class Front(nn.Module):
    """What stands in for the first blocks: normalised pixels (views, 3, 160, 160) to (views, 24, 40, 40)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, WIDTHS[0][0], 3, 2)
        self.edges = nn.ModuleList(Edge(*widths, 1 if number else 2) for number, widths in enumerate(WIDTHS))
        self.register_buffer("mean", torch.zeros(1, WIDTHS[-1][-1], 1, 1))
        self.register_buffer("deviation", torch.ones(1, WIDTHS[-1][-1], 1, 1))

    def even(self, pixels: Tensor) -> Tensor:
        """Return what the front gives, each channel with mean 0 and deviation 1."""
        x = gelu(functional.conv2d(padded(pixels, 3), self.stem.weight, self.stem.bias, stride=2))
        for edge in self.edges:
            x = edge(x)
        return x

    def forward(self, pixels: Tensor) -> Tensor:
        """Return what the front gives."""
        return self.even(pixels) * self.deviation + self.mean


class Tower(nn.Module):
    """Both together: normalised pixels (views, 3, 160, 160) to cells (views, 25, 1280)."""

    def __init__(self, front: Front, network: Network) -> None:
        super().__init__()
        self.front, self.network = front, network

    def forward(self, pixels: Tensor) -> Tensor:
        """Return what each cell holds, 0 to 6."""
        return self.network.go_on(self.front(pixels), REPLACED).flatten(2).transpose(1, 2)


def load_front(state: dict[str, Any] | Path) -> Front:
    """Return the front that ``front.py`` taught."""
    if isinstance(state, Path):
        state = torch.load(state, map_location="cpu", weights_only=True)["front"]
    front = Front().eval()
    front.load_state_dict(state)
    return front

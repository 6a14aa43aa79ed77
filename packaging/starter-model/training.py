"""What a training needs besides what it teaches: device, schedule, averaged weights, progress, resuming."""

from __future__ import annotations

import argparse
import copy
import math
import time
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import torch
from torch import nn

WARM_UP = 50
"""Steps over which the learning rate rises."""


def arguments(summary: str) -> argparse.ArgumentParser:
    """Return a parser with the options of a training."""
    parser = argparse.ArgumentParser(description=summary, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("data", type=Path, help="data folder, as collect.py writes it")
    parser.add_argument("out", type=Path, help="checkpoint; if it is there already, its training goes on")
    parser.add_argument("--minutes", type=float, default=60, help="length of the whole schedule, all runs together")
    parser.add_argument("--stop", type=float, default=math.inf, help="minutes after which this run stops early")
    parser.add_argument("--steps", type=int, default=0, help="length in steps instead of minutes")
    parser.add_argument("--batch", type=int, default=64, help="views a step")
    parser.add_argument("--rate", type=float, default=7e-4, help="learning rate")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=0, help="processor threads; 0: PyTorch's own choice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-every", type=float, default=5, help="minutes between two checkpoints")
    return parser


def start(options: argparse.Namespace) -> tuple[torch.device, np.random.Generator]:
    """Seed everything and return the device and the random numbers."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    if options.threads:
        torch.set_num_threads(options.threads)
    if options.device.startswith("cuda"):
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
    return torch.device(options.device), np.random.default_rng(options.seed)


def go_on(rng: np.random.Generator, spent: float) -> None:
    """Move random numbers on by what earlier runs used, so that none shows again what the one before it showed."""
    rng.bit_generator.advance(round(spent * 2**32))
    torch.manual_seed(int(rng.integers(2**31)))


def halves(device: torch.device) -> AbstractContextManager[object]:
    """Return the context of a forward pass: 16-bit products on a GPU, 32-bit on a processor."""
    return torch.autocast("cuda", torch.bfloat16, enabled=device.type == "cuda")


class Schedule:
    """A cosine over minutes (or steps) that outlives a stop.

    Args:
        options: see ``arguments``.
        optimiser: its groups' rates are scaled.
        spent: minutes (or steps) that earlier runs took.
    """

    def __init__(self, options: argparse.Namespace, optimiser: torch.optim.Optimizer, spent: float) -> None:
        self._options, self._optimiser, self.spent = options, optimiser, spent
        self._rates = [group["lr"] for group in optimiser.param_groups]
        self._begun, self._before = time.monotonic(), spent
        self._length = options.steps or options.minutes

    def __iter__(self) -> Iterator[int]:
        """Yield the number of each step, its rate set, until the schedule or this run is over."""
        step = 0
        while (part := self.part) < 1 and self._minutes() < self._options.stop:
            rise = min(1.0, (step + 1) / WARM_UP)
            for group, rate in zip(self._optimiser.param_groups, self._rates, strict=True):
                group["lr"] = rate * rise * (0.5 + 0.5 * math.cos(math.pi * part))
            yield step
            step += 1
            self.spent = self._before + (step if self._options.steps else self._minutes())

    @property
    def part(self) -> float:
        """How much of the schedule is over, 0 to 1."""
        return self.spent / self._length

    def _minutes(self) -> float:
        return (time.monotonic() - self._begun) / 60

    def left(self) -> str:
        """Return how long the schedule still takes, in words."""
        done = self.spent - self._before
        if not done:
            return "?"
        return f"{self._minutes() / done * max(0.0, self._length - self.spent):.0f} min"


class Average:
    """An exponential average of a network's weights, which generalises better than the last step's."""

    def __init__(self, network: nn.Module, most: float = 0.998) -> None:
        self.network, self._most, self._steps = copy.deepcopy(network).eval(), most, 0
        for parameter in self.network.parameters():
            parameter.requires_grad_(False)

    @torch.no_grad()
    def take(self, network: nn.Module) -> None:
        """Take one step's weights in."""
        self._steps += 1
        keep = min(self._most, self._steps / (self._steps + 20))
        torch._foreach_lerp_(list(self.network.parameters()), list(network.parameters()), 1 - keep)


class Losses:
    """The last losses, for the progress line."""

    def __init__(self) -> None:
        self._kept: dict[str, deque[float]] = {}

    def take(self, **losses: torch.Tensor) -> None:
        """Keep one step's losses."""
        for name, value in losses.items():
            self._kept.setdefault(name, deque(maxlen=50)).append(float(value.detach()))

    def __str__(self) -> str:
        return ", ".join(f"{name} {sum(values) / len(values):.3f}" for name, values in self._kept.items())

"""The tower in the words of llama.cpp's MobileNetV5, the only convolutional tower it runs.

That graph knows blocks of optional parts (Qin et al. 2024, universal inverted bottlenecks): a depthwise convolution, a
pointwise one, GELU, a second depthwise one (with a stride at the start of a stage), GELU, a pointwise one, and a sum
with what came in if the shape is the same; and edge blocks, of which the front is made. It has no bias and no ReLU6.
What EfficientNet-Lite0 does can be said with what there is:

- A channel that is always ``ONE`` is carried along; its weights are the biases. Depthwise convolutions can't mix it in,
  so that each is followed by a pointwise one which adds the bias and nothing else.
- GELU of ``SCALE`` times a number is nearly ReLU of it, times ``SCALE``. Above 10, llama.cpp's GELU is the number.
- min(ReLU(x), 6) is ReLU(x) − ReLU(x − 6): two channels, where the ceiling is reached often enough to matter.
- A block's input waits for the sum at its end above an offset, so that GELU leaves it alone.
- A depthwise convolution with a stride is followed by GELU at once: each channel goes through it twice, once negated,
  and GELU(x) − GELU(−x) is x.

All channel counts are multiples of 8: llama.cpp's fast matrix product takes no others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from teacher import CEILING, adds, parts
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval
from tower import REPLACED, Front, Tower, gelu, padded

Block = dict[str, Tensor]
"""Weights by llama.cpp's name of the part, in the order in which they are applied."""
DEPTHWISE = ("dw_start", "dw_mid")
PARTS = {
    **{part: "v.blk.{}.{}." + part + ".weight" for part in ("conv_exp", "conv_pwl")},
    **{part: "v.blk.{}.{}." + part + ".conv.weight" for part in ("dw_start", "pw_exp", "dw_mid", "pw_proj")},
}
"""Names of the parts in the file, with stage and block, in the order in which they are applied."""
SCALE, ONE = 32.0, 16.0
LANES = 8
ENOUGH = 3e-3
"""Squared loss without the ceiling, as a part of the channel's variance, from which the ceiling is kept."""


@dataclass(frozen=True)
class TowerBlocks:
    """A tower in llama.cpp's words.

    Attributes:
        stem, bias: of the first convolution (3 × 3, stride 2).
        stages: four lists of blocks; the map of places is halved at the start of each.
        middle: channels after the third stage, which llama.cpp puts before those of the fourth.
        constant: which of them is always ``ONE``; None where it is not known.
    """

    stem: Tensor
    bias: Tensor
    stages: list[list[Block]]
    middle: int
    constant: int | None = None

    def __call__(self, pixels: Tensor) -> Tensor:
        """Map normalised pixels (views, 3, side, side) to what the last block gives, as llama.cpp computes it."""
        return self.both(pixels)[1]

    def both(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Return what the third stage gives as well, first."""
        before = x = gelu(functional.conv2d(padded(pixels, 3), self.stem, self.bias, stride=2))
        for stage in self.stages:
            before = x
            for number, block in enumerate(stage):
                x = run(block, x, halve=number == 0)
        return before, x


def run(block: Block, x: Tensor, *, halve: bool) -> Tensor:
    """Compute a block as llama.cpp does."""
    before = x
    for part, weight in block.items():
        kernel, groups = weight.shape[-1], x.shape[1] if part in DEPTHWISE else 1
        if halve and part in ("dw_mid", "conv_exp"):
            x = functional.conv2d(padded(x, kernel), weight, stride=2, groups=groups)
        else:
            x = functional.conv2d(x, weight, padding=kernel // 2, groups=groups)
        if part in ("conv_exp", "pw_exp", "dw_mid"):
            x = gelu(x)
    return x + before if x.shape == before.shape else x


def together(kept: Tensor) -> Tensor:
    """Return the matrix that takes what exceeds the ceiling off where that is kept, (channels, channels + kept)."""
    return torch.cat([torch.eye(len(kept)), -torch.eye(len(kept))[:, kept]], 1)


def ceiled(weight: Tensor, bias: Tensor, kept: Tensor) -> Tensor:
    """Return the rows ``weight`` with their biases, then those again, less the ceiling, where that is kept."""
    high = torch.cat([weight[kept], SCALE * (bias[kept, None] - CEILING) / ONE], 1)
    return torch.cat([torch.cat([weight, SCALE * bias[:, None] / ONE], 1), high])


def _passing(kernel: int) -> Tensor:
    """Return the depthwise kernel that leaves a channel as it is."""
    through = torch.zeros(1, 1, kernel, kernel)
    through[..., kernel // 2, kernel // 2] = 1.0
    return through


def _last(width: int) -> Tensor:
    """Return the row that passes the last of ``width`` channels on, which is always ``ONE``."""
    return torch.eye(width)[-1:]


def inverted_blocks(block: Any, first: Tensor, second: Tensor, offset: float) -> list[Block]:
    """Return one of EfficientNet's blocks (expand, depthwise, project) as two.

    Args:
        block: with its norms folded in.
        first, second: where the ceiling is kept, after expanding and after the depthwise convolution; bools (hidden,).
        offset: above which the input waits.
    """
    wide, deep, narrow = parts(block)
    expand, project = wide.weight[:, :, 0, 0], narrow.weight[:, :, 0, 0]
    width, kernel = expand.shape[1], deep.kernel_size[0]
    waits = width if adds(block) else 0
    widened = ceiled(SCALE * expand, wide.bias, first)
    kernels = torch.cat([deep.weight, deep.weight[first]])
    if deep.stride[0] == 1:
        waiting = torch.cat([torch.eye(width)[:waits], torch.full((waits, 1), offset / ONE)], 1)
        begin = {"pw_exp": torch.cat([widened, waiting, _last(width + 1)])}
        then = {"dw_start": torch.cat([kernels, _passing(kernel).expand(waits + 1, -1, -1, -1)])}
        mixed = torch.cat([together(first), torch.zeros(len(first), waits)], 1)
    else:
        begin = {
            "pw_exp": torch.cat([widened, widened, _last(width + 1)]),
            "dw_mid": torch.cat([kernels, -kernels, _passing(kernel)]),
        }
        then = {}
        mixed = torch.cat([together(first), -together(first)], 1)
    rows = ceiled(mixed, deep.bias, second)
    then["pw_exp"] = torch.cat([rows, torch.eye(rows.shape[1])[-waits - 1 :]])
    bias = (narrow.bias - (offset if waits else 0.0))[:, None] / ONE
    out = torch.cat([project @ together(second) / SCALE, torch.eye(len(project))[:, :waits], bias], 1)
    then["pw_proj"] = torch.cat([out, _last(out.shape[1])])
    return [_four(begin), _four(then)]


@torch.no_grad()
def edge_blocks(front: Front) -> tuple[Tensor, Tensor, list[Block]]:
    """Return the front's stem, its bias and its blocks, each with the channel that is always ``ONE`` as its last."""
    stem, bias = (
        functional.pad(front.stem.weight, (0, 0) * 3 + (0, 1)),
        functional.pad(front.stem.bias, (0, 1), value=ONE),
    )
    made = []
    for number, edge in enumerate(front.edges):
        wide, narrow = fuse_conv_bn_eval(edge.wide, edge.wide_norm), fuse_conv_bn_eval(edge.narrow, edge.narrow_norm)
        into, within = edge.wide.in_channels, edge.wide.out_channels
        kernels = torch.zeros(within + 1, into + 1, 3, 3)
        kernels[:-1, :-1] = wide.weight
        kernels[:-1, -1, 1, 1] = wide.bias / ONE
        kernels[-1, -1, 1, 1] = 1.0
        rows, bias_out = narrow.weight[:, :, 0, 0], narrow.bias
        if number == len(front.edges) - 1:
            deviation, mean = front.deviation.flatten(), front.mean.flatten()
            rows, bias_out = rows * deviation[:, None], bias_out * deviation + mean
        rows = torch.cat([rows, bias_out[:, None] / ONE], 1)
        last = torch.zeros_like(_last(within + 1)) if edge.adds else _last(within + 1)  # what is added has it
        made.append({"conv_exp": kernels, "conv_pwl": torch.cat([rows, last])[:, :, None, None]})
    return stem, bias, made


def _four(block: Block) -> Block:
    return {part: weight if weight.ndim == 4 else weight[:, :, None, None] for part, weight in block.items()}


@torch.no_grad()
def ceilings(tower: Tower, pixels: Tensor) -> tuple[list[Tensor], list[float]]:
    """Return where ReLU6's ceiling matters and how large the blocks' inputs get, on some views (views, 3, 160, 160).

    Returns:
        Of all activations behind the front, in order, bools (channels,); above which offsets the blocks' inputs wait.
    """
    found, offsets = [], []

    def through(z: Tensor) -> Tensor:
        lost = (z - CEILING).clamp(min=0).square().mean((0, 2, 3))
        z = z.clamp(0, CEILING)
        found.append(lost > ENOUGH * z.var((0, 2, 3)).clamp(min=1e-6))
        return z

    x = tower.front(pixels)
    for block in tower.network.blocks[REPLACED:]:
        wide, deep, narrow = parts(block)
        offsets.append(ONE * torch.ceil((1.5 * x.abs().max() + 10) / ONE).item())
        y = narrow(through(deep(through(wide(x)))))
        x = y + x if adds(block) else y
    through(tower.network.head(x))
    return found, offsets


def _wider(weight: Tensor, out: int, into: int) -> Tensor:
    wide = torch.zeros(out, into, *weight.shape[2:])
    wide[: weight.shape[0], : weight.shape[1]] = weight
    return wide


def _full(count: int) -> int:
    return -(-count // LANES) * LANES


def in_lanes(stem: Tensor, bias: Tensor, stages: list[list[Block]]) -> TowerBlocks:
    """Return the tower with empty channels added until all counts are multiples of ``LANES``."""
    wide = _full(len(stem))
    full_stem, full_bias = _wider(stem, wide, stem.shape[1]), torch.zeros(wide)
    full_bias[: len(bias)] = bias
    made, ends = [], []
    for stage in stages:
        blocks = []
        for block in stage:
            full = {}
            for part, weight in block.items():
                if part in DEPTHWISE:
                    full[part] = _wider(weight, wide, 1)
                else:
                    full[part] = _wider(weight, _full(len(weight)), wide)
                    wide = _full(len(weight))
            blocks.append(full)
        made.append(blocks)
        ends.append(wide)
    return TowerBlocks(full_stem, full_bias, made, ends[2], len(stages[2][-1]["pw_proj"]) - 1)


@torch.no_grad()
def tower_blocks(tower: Tower, pixels: Tensor) -> tuple[TowerBlocks, Tensor]:
    """Return the tower in llama.cpp's words, and where its last layer keeps the ceiling.

    The last block gives ``SCALE`` × ReLU of the last layer before pooling, then the same of what exceeds the ceiling.

    Args:
        tower: with its norms folded in.
        pixels: views (views, 3, 160, 160) by which it is found where ReLU6's ceiling matters.
    """
    found, offsets = ceilings(tower, pixels)
    stem, bias, edges = edge_blocks(tower.front)
    stages, last = [edges], found[-1]
    for number, block in enumerate(tower.network.blocks[REPLACED:]):
        if parts(block)[1].stride[0] == 2:
            stages.append([])
        stages[-1] += inverted_blocks(block, *found[2 * number : 2 * number + 2], offsets[number])
    head = tower.network.head
    stages[-1].append(_four({"pw_exp": ceiled(SCALE * head.weight[:, :, 0, 0], head.bias, last)}))
    return in_lanes(stem, bias, stages), last


def taken_off(last: Tensor) -> Tensor:
    """Return the matrix that puts the last layer together from what the last block gives, (1280, channels)."""
    pieces = together(last) / SCALE
    return _wider(pieces, len(pieces), _full(pieces.shape[1]))

"""Reads a pair of GGUF files made before: what to train on, and the tower as llama.cpp computes it.

What only the checkpoints of a training held is there again: the front, the eyes and the language model, as exact as
16-bit (8-bit) numbers are.
"""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import torch
from mobilenet import ONE, PARTS, SCALE, TowerBlocks
from model import Eyes, LanguageModel, Shape
from teacher import CHANNELS
from torch import Tensor
from torch.nn import functional
from tower import Front, gelu

_LANGUAGE = {
    "attn_q": "q",
    "attn_k": "k",
    "attn_v": "v",
    "attn_output": "o",
    "ffn_gate": "gate",
    "ffn_up": "up",
    "ffn_down": "down",
    "attn_norm": "norm1",
    "ffn_norm": "norm2",
}


def _tensors(path: Path) -> dict[str, Tensor]:
    found = {}
    for item in gguf.GGUFReader(path).tensors:
        values = gguf.dequantize(item.data, item.tensor_type).astype(np.float32)
        found[str(item.name)] = torch.from_numpy(values.reshape([int(n) for n in item.shape[::-1]]))
    return found


def _number(path: Path, key: str) -> int:
    field = gguf.GGUFReader(path).fields[key]
    return int(field.parts[field.data[0]][0])


def vocabulary(path: Path) -> list[str]:
    """Return the texts of a GGUF file's tokens."""
    field = gguf.GGUFReader(path).fields["tokenizer.ggml.tokens"]
    return [bytes(field.parts[number]).decode("utf-8", "replace") for number in field.data]


def language_from_gguf(path: Path) -> tuple[LanguageModel, Shape]:
    """Return the language model in a GGUF file of ``export.py``, and its sizes."""
    said, llama = _tensors(path), "llama."
    shape = Shape(
        lm_width=_number(path, llama + "embedding_length"),
        lm_blocks=_number(path, llama + "block_count"),
        lm_heads=_number(path, llama + "attention.head_count"),
        lm_hidden=_number(path, llama + "feed_forward_length"),
        vocabulary=len(said["token_embd.weight"]),
    )
    state = {"embedding.weight": said["token_embd.weight"], "norm.weight": said["output_norm.weight"]}
    for number in range(shape.lm_blocks):
        for theirs, ours in _LANGUAGE.items():
            state[f"blocks.{number}.{ours}.weight"] = said[f"blk.{number}.{theirs}.weight"]
    model = LanguageModel(shape)
    model.load_state_dict(state)
    return model.eval(), shape


class Tower:
    """A tower in a GGUF file of ``export.py``: maps normalised pixels (views, 3, side, side) to image tokens."""

    def __init__(self, path: Path) -> None:
        self._kept = _tensors(path)
        self.side = _number(path, "clip.vision.image_size")
        stages: list[list[dict[str, Tensor]]] = []
        for stage in range(4):
            blocks: list[dict[str, Tensor]] = []
            while parts := {
                part: self._kept[name.format(stage, len(blocks))]
                for part, name in PARTS.items()
                if name.format(stage, len(blocks)) in self._kept
            }:
                blocks.append(parts)
            stages.append(blocks)
        stem = "v.conv_stem.conv."
        middle = self._kept["v.msfa.ffn.pw_exp.conv.weight"].shape[1] - len(stages[3][-1]["pw_exp"])
        self.blocks = TowerBlocks(self._kept[stem + "weight"], self._kept[stem + "bias"].flatten(), stages, middle)

    @torch.no_grad()
    def __call__(self, pixels: Tensor) -> Tensor:
        """Return (views, tokens, lm_width)."""
        kept, msfa = self._kept, "v.msfa.ffn."
        middle, last = self.blocks.both(pixels)
        x = torch.cat([middle, functional.interpolate(last, scale_factor=2, mode="nearest")], 1)
        x = functional.conv2d(gelu(functional.conv2d(x, kept[msfa + "pw_exp.conv.weight"])),
                              kept[msfa + "pw_proj.conv.weight"])  # fmt: skip
        x = x.flatten(2).transpose(1, 2) * x.shape[1] ** 0.5
        x = functional.rms_norm(x, x.shape[-1:], kept["mm.soft_emb_norm.weight"], 1e-6)
        x = functional.linear(x, kept["mm.input_projection.weight"])
        return functional.rms_norm(x, x.shape[-1:], eps=1e-6)


def front_from_gguf(path: Path) -> Front:
    """Return the tower's front: its norms are in its convolutions (``mobilenet.edge_blocks`` undone)."""
    blocks, front = Tower(path).blocks, Front().eval()
    count = len(front.stem.bias)
    front.stem.weight.data, front.stem.bias.data = blocks.stem[:count], blocks.bias[:count]
    for edge, block in zip(front.edges, blocks.stages[0], strict=True):
        kernels, rows = block["conv_exp"], block["conv_pwl"]
        into, within, out = edge.wide.in_channels, edge.wide.out_channels, edge.narrow.out_channels
        edge.wide.weight.data, edge.narrow.weight.data = kernels[:within, :into], rows[:out, :within]
        edge.wide_norm.bias.data = kernels[:within, into, 1, 1] * ONE
        edge.narrow_norm.bias.data = rows[:out, within, 0, 0] * ONE
        for norm in (edge.wide_norm, edge.narrow_norm):
            norm.running_var.fill_(1 - norm.eps)
    return front


def eyes_from_gguf(path: Path) -> Eyes:
    """Return what makes image tokens of the tower's cells (``export.write_tower`` undone)."""
    kept, msfa = _tensors(path), "v.msfa.ffn."
    middle = Tower(path).blocks.middle
    expand, kernel = (kept[msfa + part + ".conv.weight"] for part in ("pw_exp", "pw_proj"))
    width, size = len(kernel), kernel.shape[-1]
    eyes = Eyes(Shape(middle=len(expand), lm_width=width))
    expand = expand[:, :, 0, 0]
    eyes.expand.weight.data = expand[:, middle : middle + CHANNELS] * SCALE
    eyes.expand.bias.data = expand[:, :middle].sum(1) * ONE  # only the column of the constant is not empty
    # The kernel is a sum of masks times matrices; which ones is open, as long as none is far larger than another.
    places, strength, mixed = torch.linalg.svd(kernel.permute(2, 3, 1, 0).reshape(size**2, -1), full_matrices=False)
    count = len(eyes.masks)
    eyes.masks.data = places[:, :count].T.reshape(count, size, size) / size
    eyes.mix.data = (strength[:count, None] * mixed[:count] * size).reshape(count, len(expand), width)
    eyes.scale.data, eyes.project.weight.data = kept["mm.soft_emb_norm.weight"], kept["mm.input_projection.weight"]
    return eyes

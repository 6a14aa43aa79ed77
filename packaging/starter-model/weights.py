"""Reads a pair of GGUF files made before: the language model to train on, and the tower as llama.cpp computes it."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import torch
from mobilenet import PARTS, TowerBlocks
from model import LanguageModel, Shape
from torch import Tensor
from torch.nn import functional
from tower import gelu

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

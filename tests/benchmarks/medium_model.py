"""Writes a LLaVA-shaped GGUF pair with random weights: speed depends on shapes, not on what the weights know.

A 24 × 1024 language model (0.37 billion weights, Q4_0) and a 12-layer ViT-B tower at 336 pixels (576 image tokens,
F16).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from photofind.captioning.prompts import PAPER_PROMPT, render

F32, F16, Q4_0 = 0, 1, 2
_MARK = "<__media__>"
_BEFORE, _, _AFTER = render("llava-1.5", PAPER_PROMPT, _MARK).partition(_MARK + "\n" + PAPER_PROMPT)
TEMPLATE = (
    _BEFORE + "{% for m in messages %}{% for c in m['content'] %}{{ c['text'] }}"
    "{% if c['text'] == '" + _MARK + "' %}{{ '\\n' }}{% endif %}{% endfor %}{% endfor %}" + _AFTER
)
"""LLaVA 1.5's trained form."""


class Writer:
    """Collects values and tensors, then writes them as GGUF version 3."""

    def __init__(self, seed: int) -> None:
        self._values: list[bytes] = []
        self._tensors: list[tuple[str, tuple[int, ...], int]] = []
        self._random = np.random.default_rng(seed)

    def put(self, key: str, value: Any, kind: int | None = None) -> None:
        """A metadata value; ``kind`` (u32 4, i32 5, f32 6, bool 7, string 8) for numbers and array entries."""
        found = kind if kind is not None else _kind(value[0] if isinstance(value, list) else value)
        if isinstance(value, list):
            body = struct.pack("<IIQ", 9, found, len(value)) + b"".join(_pack(entry, found) for entry in value)
        else:
            body = struct.pack("<I", found) + _pack(value, found)
        self._values.append(_pack(key, 8) + body)

    def tensor(self, name: str, shape: tuple[int, ...], kind: int) -> None:
        """A tensor, dimensions fastest first."""
        self._tensors.append((name, shape, kind))

    def write(self, path: Path) -> None:
        """Write header and random data."""
        head = b"GGUF" + struct.pack("<IQQ", 3, len(self._tensors), len(self._values)) + b"".join(self._values)
        offset = 0
        for name, shape, kind in self._tensors:
            head += _pack(name, 8) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)
            offset += -(-_size(shape, kind) // 32) * 32
        with open(path, "wb") as file:
            file.write(head + bytes(-len(head) % 32))
            for name, shape, kind in self._tensors:
                data = self._data(name, shape, kind)
                file.write(data + bytes(-len(data) % 32))

    def _data(self, name: str, shape: tuple[int, ...], kind: int) -> bytes:
        count = int(np.prod(shape))
        if kind == Q4_0:
            blocks = self._random.integers(0, 256, (count // 32, 18), np.uint8)
            blocks[:, :2] = np.frombuffer(np.float16(0.2 / np.sqrt(shape[0])).tobytes(), np.uint8)
            return blocks.tobytes()
        if name.endswith("norm.weight") or ("ln" in name and name.endswith("weight")):
            values = np.ones(count, np.float32)
        else:
            values = self._random.standard_normal(count, np.float32) / np.float32(np.sqrt(shape[0]))
        return values.astype(np.float16 if kind == F16 else np.float32).tobytes()


def _kind(value: Any) -> int:
    if isinstance(value, bool):
        return 7
    return {int: 4, float: 6, str: 8}[type(value)]


def _pack(value: Any, kind: int) -> bytes:
    if kind == 8:
        data = value.encode()
        return struct.pack("<Q", len(data)) + bytes(data)
    return struct.pack("<" + {4: "I", 5: "i", 6: "f", 7: "?"}[kind], value)


def _size(shape: tuple[int, ...], kind: int) -> int:
    count = int(np.prod(shape))
    return count // 32 * 18 if kind == Q4_0 else count * (2 if kind == F16 else 4)


def _vocabulary(size: int) -> Iterator[tuple[str, int]]:
    """Tokens and their types: specials, bytes, every beginning of the prompt's words (so that merges reach them)."""
    yield from (("<unk>", 2), ("<s>", 3), ("</s>", 3))
    for byte in range(256):
        yield f"<0x{byte:02X}>", 6
    words = ("▁" + render("llava-1.5", PAPER_PROMPT, "").replace(" ", " ▁")).split()
    pieces = dict.fromkeys(
        part for word in words for end in range(1, len(word) + 1) for part in (word[:end], word[end - 1])
    )
    yield from ((piece, 1) for piece in pieces)
    for number in range(size - 259 - len(pieces)):
        yield f"▁w{number}", 1


def write_pair(folder: Path, layers: int = 24, blocks: int = 12, image: int = 336) -> tuple[Path, Path]:
    """Language model and projector in ``folder``; smaller ones for a quick look."""
    width, inner, heads, words = 1024, 2816, 16, 32000
    lm = Writer(1)
    lm.put("general.architecture", "llama")
    for key, value in {
        "context_length": 4096, "embedding_length": width, "block_count": layers, "feed_forward_length": inner,
        "attention.head_count": heads, "attention.head_count_kv": heads, "attention.layer_norm_rms_epsilon": 1e-5,
        "rope.dimension_count": width // heads, "vocab_size": words,
    }.items():  # fmt: skip
        lm.put(f"llama.{key}", value)
    vocabulary = list(_vocabulary(words))
    for key, entries in {"model": "llama", "pre": "default", "tokens": [token for token, _ in vocabulary]}.items():
        lm.put(f"tokenizer.ggml.{key}", entries)
    lm.put("tokenizer.ggml.scores", [-float(i) if kind == 1 else 0.0 for i, (_, kind) in enumerate(vocabulary)])
    lm.put("tokenizer.ggml.token_type", [kind for _, kind in vocabulary], 5)
    for key, number in {"bos": 1, "eos": 2, "unknown": 0}.items():
        lm.put(f"tokenizer.ggml.{key}_token_id", number)
    lm.put("tokenizer.ggml.add_bos_token", True)
    lm.put("tokenizer.chat_template", TEMPLATE)
    lm.tensor("token_embd.weight", (width, words), Q4_0)
    lm.tensor("output_norm.weight", (width,), F32)
    lm.tensor("output.weight", (width, words), Q4_0)
    for n in range(layers):
        for name in ("attn_norm", "ffn_norm"):
            lm.tensor(f"blk.{n}.{name}.weight", (width,), F32)
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            lm.tensor(f"blk.{n}.{name}.weight", (width, width), Q4_0)
        for name in ("ffn_gate", "ffn_up"):
            lm.tensor(f"blk.{n}.{name}.weight", (width, inner), Q4_0)
        lm.tensor(f"blk.{n}.ffn_down.weight", (inner, width), Q4_0)
    lm.write(folder / "medium-lm.gguf")
    _tower(width, blocks, image).write(folder / "medium-mmproj.gguf")
    return folder / "medium-lm.gguf", folder / "medium-mmproj.gguf"


def _tower(output: int, blocks: int, image: int) -> Writer:
    width, inner, patch = 768, 3072, 14
    mm = Writer(2)
    mm.put("general.architecture", "clip")
    mm.put("clip.has_vision_encoder", True)
    mm.put("clip.projector_type", "mlp")
    for key, value in {
        "image_size": image, "patch_size": patch, "embedding_length": width, "feed_forward_length": inner,
        "projection_dim": output, "block_count": blocks + 1, "attention.head_count": 12,
        "attention.layer_norm_epsilon": 1e-5, "image_mean": [0.48, 0.46, 0.41], "image_std": [0.27, 0.26, 0.28],
    }.items():  # fmt: skip
        mm.put(f"clip.vision.{key}", value)
    mm.tensor("v.class_embd", (width,), F32)
    mm.tensor("v.patch_embd.weight", (patch, patch, 3, width), F16)
    mm.tensor("v.position_embd.weight", (width, (image // patch) ** 2 + 1), F32)
    layers = [("v.pre_ln", (width,)), ("mm.0", (width, output)), ("mm.2", (output, output))]
    for n in range(blocks + 1):  # the last one is declared but never computed
        layers += [(f"v.blk.{n}.{name}", (width, width)) for name in ("attn_q", "attn_k", "attn_v", "attn_out")]
        layers += [(f"v.blk.{n}.{name}", (width,)) for name in ("ln1", "ln2")]
        layers += [(f"v.blk.{n}.ffn_up", (width, inner)), (f"v.blk.{n}.ffn_down", (inner, width))]
    for name, shape in layers:
        mm.tensor(f"{name}.weight", shape, F32 if len(shape) == 1 else F16)
        mm.tensor(f"{name}.bias", shape[-1:], F32)
    return mm

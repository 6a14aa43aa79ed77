"""Write a model as the pair of GGUF files that llama.cpp loads: ``python export.py MODEL.pt DATA OUT``."""

from __future__ import annotations

import argparse
from pathlib import Path

import gguf
import numpy as np
import sentencepiece
import torch
from data import Data
from gguf import GGMLQuantizationType
from mobilenet import DEPTHWISE, ONE, PARTS, TowerBlocks, taken_off, tower_blocks
from model import DEVIATION, MEAN, Eyes, LanguageModel, Shape, load
from prompts import MARKS, TEMPLATE, WHOLE
from teacher import Network
from tower import SIDE, Tower, load_front

KINDS = {"q8": (GGMLQuantizationType.Q8_0, 7), "f16": (GGMLQuantizationType.F16, 1)}
"""Type of the matrices and the file's type number."""
NAME = "photofind-starter"
_UNKNOWN, _CONTROL, _OWN, _BYTE, _NORMAL = 2, 3, 4, 6, 1
LOOKED_AT = 96
"""Views by which it is found where an activation has a ceiling that matters."""


def _add(writer: gguf.GGUFWriter, name: str, tensor: torch.Tensor, kind: str = "f32") -> None:
    values = np.ascontiguousarray(tensor.detach().float().numpy())
    if kind == "f32":
        writer.add_tensor(name, values)
    elif kind == "bf16":  # in which llama.cpp's depthwise convolutions are quicker
        packed = gguf.quants.quantize(values, GGMLQuantizationType.BF16)
        writer.add_tensor(name, packed, raw_dtype=GGMLQuantizationType.BF16)
    elif kind == "f16" or values.shape[-1] % 32:  # Q8_0 holds 32 numbers a block
        writer.add_tensor(name, values.astype(np.float16))
    else:
        packed = gguf.quants.quantize(values, KINDS[kind][0])
        writer.add_tensor(name, packed, raw_dtype=KINDS[kind][0])


def _finish(writer: gguf.GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _vocabulary(writer: gguf.GGUFWriter, model: Path) -> None:
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(model))
    texts, scores, types = [], [], []
    for number in range(pieces.get_piece_size()):
        text = pieces.id_to_piece(number)
        texts.append(text.encode())
        scores.append(pieces.get_score(number))
        if pieces.is_unknown(number):
            types.append(_UNKNOWN)
        elif pieces.is_control(number):
            types.append(_CONTROL)
        elif pieces.is_byte(number):
            types.append(_BYTE)
        else:
            types.append(_OWN if text in WHOLE else _NORMAL)
    for mark in MARKS:
        texts.append(mark.encode())
        scores.append(0.0)
        types.append(_CONTROL)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(texts)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(True)
    writer.add_chat_template(TEMPLATE)


def write_language(path: Path, model: LanguageModel, shape: Shape, pieces: Path, kind: str) -> None:
    """Write the language model, with its vocabulary and chat template."""
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name(NAME)
    writer.add_context_length(1024)
    writer.add_embedding_length(shape.lm_width)
    writer.add_block_count(shape.lm_blocks)
    writer.add_feed_forward_length(shape.lm_hidden)
    writer.add_head_count(shape.lm_heads)
    writer.add_head_count_kv(shape.lm_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(shape.lm_width // shape.lm_heads)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_file_type(KINDS[kind][1])
    _vocabulary(writer, pieces)
    _add(writer, "token_embd.weight", model.embedding.weight, kind)
    _add(writer, "output_norm.weight", model.norm.weight)
    for number, block in enumerate(model.blocks):
        into = f"blk.{number}."
        for name, layer in (
            *(("attn_q", block.q), ("attn_k", block.k), ("attn_v", block.v), ("attn_output", block.o)),
            *(("ffn_gate", block.gate), ("ffn_up", block.up), ("ffn_down", block.down)),
        ):
            _add(writer, f"{into}{name}.weight", layer.weight, kind)
        _add(writer, into + "attn_norm.weight", block.norm1.weight)
        _add(writer, into + "ffn_norm.weight", block.norm2.weight)
    _finish(writer)


def write_tower(path: Path, blocks: TowerBlocks, last: torch.Tensor, eyes: Eyes) -> None:
    """Write the tower and what makes image tokens of its cells.

    Args:
        path: of the file.
        blocks: the tower in llama.cpp's words.
        last: puts the last layer together from what the last block gives (``mobilenet.taken_off``).
        eyes: trained on the last layer.
    """
    writer = gguf.GGUFWriter(str(path), "clip")
    writer.add_name(NAME + " vision")
    for key, flag in (("vision_encoder", True), ("text_encoder", False), ("llava_projector", False)):
        writer.add_bool(f"clip.has_{key}", flag)
    writer.add_string("clip.projector_type", "gemma3nv")
    writer.add_bool("clip.use_gelu", True)
    writer.add_bool("clip.use_silu", False)
    writer.add_file_type(KINDS["f16"][1])
    width = len(eyes.scale)
    for key, number in (
        # llama.cpp expects image_size / patch_size tokens of this kind of tower
        *(("image_size", SIDE), ("patch_size", SIDE // eyes.side**2), ("embedding_length", width)),
        *(("feed_forward_length", width), ("projection_dim", width), ("block_count", 1), ("attention.head_count", 1)),
    ):
        writer.add_uint32("clip.vision." + key, number)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-6)
    writer.add_array("clip.vision.image_mean", list(MEAN))
    writer.add_array("clip.vision.image_std", list(DEVIATION))
    _add(writer, "v.conv_stem.conv.weight", blocks.stem, "f16")
    _add(writer, "v.conv_stem.conv.bias", blocks.bias.reshape(1, -1, 1, 1))
    for stage, made in enumerate(blocks.stages):
        for number, block in enumerate(made):
            for part, weight in block.items():
                _add(writer, PARTS[part].format(stage, number), weight, "bf16" if part in DEPTHWISE else "f16")
    beside = torch.zeros(len(eyes.expand.weight), blocks.middle)
    beside[:, blocks.constant] = eyes.expand.bias / ONE
    expand = torch.cat([beside, eyes.expand.weight @ last], 1)
    _add(writer, "v.msfa.ffn.pw_exp.conv.weight", expand[:, :, None, None], "f16")
    _add(writer, "v.msfa.ffn.pw_proj.conv.weight", eyes.whole_kernel(), "f16")
    _add(writer, "mm.soft_emb_norm.weight", eyes.scale)
    _add(writer, "mm.input_projection.weight", eyes.project.weight, "f16")
    _finish(writer)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a model as the pair of GGUF files that llama.cpp loads.")
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path, help="data folder: its sp.model goes into the file")
    parser.add_argument("out", type=Path, help="folder for the two files")
    parser.add_argument("--kind", choices=sorted(KINDS), default="q8", help="of the language model; the tower is f16")
    options = parser.parse_args()
    model, kept = load(options.model)
    options.out.mkdir(parents=True, exist_ok=True)
    language, tower = (options.out / f"starter-{part}.gguf" for part in (f"lm-{options.kind}", "mmproj-f16"))
    data = Data(options.data, torch.device("cpu"), LOOKED_AT)
    seeing = Tower(load_front(kept["front"]), Network())
    blocks, last = tower_blocks(seeing, data.show(data.plain(data.views), SIDE))
    write_language(language, model.language, model.shape, options.data / "sp.model", options.kind)
    write_tower(tower, blocks, taken_off(last), model.eyes)
    for file in (language, tower):
        print(f"{file}  {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Write a model as the pair of GGUF files that llama.cpp loads: ``python export.py MODEL.pt DATA OUT [--kind q8|f16]``.

llama.cpp's LLaVA graph stops before the last block that the file declares, so that one more is declared than there are,
and a stub of it is written. Positions are stored patches first, the class token's (zero: it is part of the token) last.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import gguf
import numpy as np
import sentencepiece
import torch
from gguf import GGMLQuantizationType
from model import DEVIATION, MEAN, LanguageModel, Projector, Shape, Tower, load
from prompts import TEMPLATE, WHOLE

KINDS = {"q8": (GGMLQuantizationType.Q8_0, 7), "f16": (GGMLQuantizationType.F16, 1)}
"""Type of the matrices and the file's type number."""
NAME = "photofind-starter"
_UNKNOWN, _CONTROL, _OWN, _BYTE, _NORMAL = 2, 3, 4, 6, 1
_STUB = 32


def _add(writer: gguf.GGUFWriter, name: str, tensor: torch.Tensor, kind: str = "f32") -> None:
    values = tensor.detach().float().numpy()
    if kind == "f32":
        writer.add_tensor(name, values)
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


def write_tower(path: Path, tower: Tower, projector: Projector, shape: Shape, kind: str) -> None:
    """Write the vision tower and the projector."""
    writer = gguf.GGUFWriter(str(path), "clip")
    writer.add_name(NAME + " vision")
    for key, flag in (("vision_encoder", True), ("text_encoder", False), ("llava_projector", True)):
        writer.add_bool(f"clip.has_{key}", flag)
    writer.add_string("clip.projector_type", "mlp")
    writer.add_bool("clip.use_gelu", True)
    writer.add_bool("clip.use_silu", False)
    writer.add_file_type(KINDS[kind][1])
    for key, number in (
        *(("image_size", shape.side), ("patch_size", shape.patch), ("embedding_length", shape.width)),
        *(("feed_forward_length", shape.hidden), ("projection_dim", shape.lm_width)),
        *(("block_count", shape.blocks + 1), ("attention.head_count", shape.heads)),
    ):
        writer.add_uint32("clip.vision." + key, number)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-6)
    writer.add_array("clip.vision.image_mean", list(MEAN))
    writer.add_array("clip.vision.image_std", list(DEVIATION))
    grid = tower.grid(shape.side // shape.patch)
    _add(writer, "v.class_embd", tower.class_token)
    _add(writer, "v.patch_embd.weight", tower.patch.weight, "f16")
    _add(writer, "v.patch_embd.bias", tower.patch.bias)
    _add(writer, "v.position_embd.weight", torch.cat([grid, torch.zeros(1, shape.width)]))
    for number, block in enumerate(tower.blocks):
        into = f"v.blk.{number}."
        parts = zip("qkv", block.qkv.weight.chunk(3), block.qkv.bias.chunk(3), strict=True)
        for part, weight, bias in parts:
            _add(writer, f"{into}attn_{part}.weight", weight, kind)
            _add(writer, f"{into}attn_{part}.bias", bias)
        for name, layer in (("attn_out", block.out), ("ffn_up", block.up), ("ffn_down", block.down)):
            _add(writer, f"{into}{name}.weight", layer.weight, kind)
            _add(writer, f"{into}{name}.bias", layer.bias)
        for name, layer in (("ln1", block.ln1), ("ln2", block.ln2)):
            _add(writer, f"{into}{name}.weight", layer.weight)
            _add(writer, f"{into}{name}.bias", layer.bias)
    for name in ("attn_out", "ffn_up", "ffn_down"):
        _add(writer, f"v.blk.{shape.blocks}.{name}.weight", torch.zeros(_STUB, _STUB))
    _add(writer, "v.post_ln.weight", tower.norm.weight)
    _add(writer, "v.post_ln.bias", tower.norm.bias)
    for name, layer in (("mm.0", projector.first), ("mm.2", projector.second)):
        _add(writer, f"{name}.weight", layer.weight, kind)
        _add(writer, f"{name}.bias", layer.bias)
    _finish(writer)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a model as the pair of GGUF files that llama.cpp loads.")
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path, help="data folder: its sp.model goes into the file")
    parser.add_argument("out", type=Path, help="folder for the two files")
    parser.add_argument("--kind", choices=sorted(KINDS), default="q8")
    options = parser.parse_args()
    model, _ = load(options.model)
    options.out.mkdir(parents=True, exist_ok=True)
    language, tower = (options.out / f"starter-{part}-{options.kind}.gguf" for part in ("lm", "mmproj"))
    write_language(language, model.language, model.shape, options.data / "sp.model", options.kind)
    write_tower(tower, model.tower, model.projector, model.shape, options.kind)
    for file in (language, tower):
        print(f"{file}  {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

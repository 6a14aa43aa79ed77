"""Whether a language model and a projector belong together, said from their headers before anything is loaded."""

from __future__ import annotations

import os
from pathlib import Path

from photofind.captioning import gguf, prompts
from photofind.errors import ModelError

_LM, _MMPROJ = "the language model", "the projector"
# Where each kind of projector holds the width of what it hands to the language model: tensor and dimension.
# clip.vision.projection_dim can't be trusted: real LLaVA 1.5 projectors say 768, CLIP's own, in it.
_OUTPUTS = {
    "mlp": ("mm.2.weight", 1),
    "idefics3": ("mm.model.fc.weight", 1),
    "gemma3": ("mm.input_projection.weight", 0),
    "gemma3nv": ("mm.input_projection.weight", 0),
    "qwen2vl_merger": ("mm.2.weight", 1),
    "qwen2.5vl_merger": ("mm.2.weight", 1),
}
_SQUARE = ("mlp", "mlp_norm", "ldp", "ldpv2", "gemma3nv")
"""Projectors of towers that see one square of a fixed side."""
DYNAMIC_SIDE = 768
"""Longest side in pixels handed to towers that take any size; more pixels cost more tokens than they tell."""


def check_pair(lm: Path, mmproj: Path) -> None:
    """Check that both files are whole GGUF files in their right roles, can see, and fit one another.

    Raises:
        ModelError: says which file is wrong, how, and what to do.
    """
    model, projector = gguf.read(lm, _LM), gguf.read(mmproj, _MMPROJ)
    if model.architecture == "clip" and projector.architecture != "clip":
        raise ModelError(
            f"the two files are swapped: {lm} is the projector and {mmproj} the language model", "exchange them"
        )
    if model.architecture == "clip":
        raise ModelError(f"{lm} is a projector, not a language model", "choose the larger file of the pair")
    if projector.architecture != "clip":
        raise ModelError(f"{mmproj} is a language model, not a projector", "choose the file with mmproj in its name")
    for header, what in ((model, _LM), (projector, _MMPROJ)):
        if header.missing:
            raise ModelError(
                f"{what} {header.path} is incomplete ({header.missing:,} bytes are missing)", "download it again"
            )
    if not _sees(projector):
        raise ModelError(f"{mmproj} has no vision encoder: this model can't see", "choose a vision model's projector")
    width = model.number(f"{model.architecture}.embedding_length")
    output = _output_width(projector)
    if not model.architecture or width is None:
        raise ModelError(f"{_LM} {lm} is invalid: it does not say its architecture or width", "choose another file")
    if output is not None and output != width:
        raise ModelError(
            f"model and projector do not belong together ({lm.name} works with vectors of {width} numbers, "
            f"{mmproj.name} makes {output})",
            "choose the projector that was published with the model",
        )


def family(lm: str | os.PathLike[str]) -> str:
    """The prompt family of a language model that came without one (see ``prompts.detect``).

    Raises:
        ModelError: the file can't be read.
    """
    header = gguf.read(lm, _LM)
    names = f"{Path(lm).name} {header.text('general.name')} {header.text('general.basename')}"
    return prompts.detect(names, header.text("tokenizer.chat_template"))


def geometry(mmproj: str | os.PathLike[str]) -> tuple[int, bool]:
    """What the vision tower takes: the longest useful side in pixels, and whether it is always that square.

    Raises:
        ModelError: the file can't be read.
    """
    header = gguf.read(mmproj, _MMPROJ)
    side = header.number("clip.vision.image_size") or 336
    grid = header.numbers("clip.vision.image_grid_pinpoints")
    if grid:
        return max(side, *grid), False
    if (header.text("clip.projector_type") or "mlp") in _SQUARE:
        return side, True
    return max(side, DYNAMIC_SIDE), False


def _sees(projector: gguf.Header) -> bool:
    declared = projector.values.get("clip.has_vision_encoder")
    if declared is None:
        return projector.number("clip.vision.image_size") is not None
    return bool(declared)


def _output_width(projector: gguf.Header) -> int | None:
    kind = projector.text("clip.projector_type") or projector.text("clip.vision.projector_type") or "mlp"
    if kind not in _OUTPUTS:
        return None  # llama.cpp compares by itself when it loads them
    tensor, dimension = _OUTPUTS[kind]
    shape = projector.shapes.get(tensor, ())
    if len(shape) > dimension:
        return shape[dimension]
    return projector.number("clip.vision.projection_dim") if kind == "mlp" else None

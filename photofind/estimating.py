"""How long a model takes for a photo: what was measured here, else an estimate from its size and this machine."""

from __future__ import annotations

from photofind.errors import PhotofindError
from photofind.pipeline import Pipeline
from photofind.records import CROPS_17, Cost, Model

_MODEL = 4.7e9
_CORES = 8
_SECONDS = 22.0
"""A view with LLaVA 1.5 7B (4.7 GB at 4 bits) on a laptop with 8 cores; longer or shorter with size and cores."""
_GPU_SECONDS = 0.65
"""The same on a graphics card with 8 GB, several views at once."""
_WHOLE = 1.2
"""A whole photo's text is longer than a crop's."""
_LEAST = 0.08
"""Reading and preparing a view costs that whatever the model, in seconds."""
POOLED = 2.5
"""How much faster crops are with a quarter of the image tokens."""


def cost(pipeline: Pipeline, model: Model, fast_crops: bool, gpu: bool) -> Cost | None:
    """Seconds a photo; None for a server that has not been measured: nothing is known of its machine."""
    crops = len(CROPS_17)
    try:
        if model.installed:
            whole, crop = pipeline.pace(pipeline.wanted(model)).costs
            if whole is not None:
                return Cost(whole, crops * (crop if crop is not None else whole / _WHOLE), True)
    except PhotofindError:
        pass  # its files are gone or damaged: an estimate is all there is
    if model.remote or not model.size:
        return None
    import psutil  # a window starts without it

    cores = psutil.cpu_count(logical=False) or 1
    view = (_GPU_SECONDS if gpu else _SECONDS * _CORES / max(1, cores - 1)) * model.size / _MODEL + _LEAST
    return Cost(view * _WHOLE, crops * view / (POOLED if fast_crops else 1), False)

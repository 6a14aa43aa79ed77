"""The pixels of a view: cropping, antialiased downscaling, and the square that a LLaVA-like vision tower sees.

A tower with a fixed square input gets the view centred on a square of its trained padding colour (``square``), as
LLaVA 1.5 pads and as llama.cpp does by itself. Doing it here costs nothing and makes the result independent of how
the installed llama.cpp scales. Measured on 190 labelled photos with the starter model, whole photos (words of the
text among the labels; photos with at least one label named): see ``tests/benchmarks/preprocessing.py``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from photofind.records import View

Pixels = NDArray[np.uint8]
"""Height × width × 3, RGB, 0 to 255."""

PAD = (122, 116, 104)
"""CLIP's mean colour, which LLaVA 1.5 pads with and llama.cpp too, whatever the projector's own mean is."""


def crop(rgb: Pixels, view: View) -> Pixels:
    """The view's region of an oriented photo as a contiguous copy (edges by floor, never empty)."""
    height, width = rgb.shape[:2]
    left, top, right, bottom = view.pixels(width, height)
    return np.ascontiguousarray(rgb[top:bottom, left:right])


def fit(rgb: Pixels, side: int) -> Pixels:
    """Scale down, antialiased, so that the longer side is at most ``side`` pixels; never up."""
    height, width = rgb.shape[:2]
    longest = max(height, width)
    if longest <= side:
        return np.ascontiguousarray(rgb)
    size = (max(1, round(width * side / longest)), max(1, round(height * side / longest)))
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0))


def square(rgb: Pixels, side: int, pad: tuple[int, int, int] = PAD) -> Pixels:
    """The view scaled to fit ``side`` × ``side`` (also up) and centred on the padding colour.

    A view as long as the tower sees is only padded, so that scaling happens once.
    """
    height, width = rgb.shape[:2]
    longest = max(height, width)
    size = (max(1, -(-width * side // longest)), max(1, -(-height * side // longest)))
    if (width, height) != size:
        rgb = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BICUBIC))
    if size == (side, side):
        return np.ascontiguousarray(rgb)
    result = np.empty((side, side, 3), np.uint8)
    result[:] = pad
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    result[top : top + size[1], left : left + size[0]] = rgb
    return result

"""The pixels of a view: cropping, antialiased downscaling, and the square that a LLaVA-like vision tower sees.

A tower with a fixed square input gets the view centred on a square of its trained padding colour (``square``), as
LLaVA 1.5 and the built-in model were trained. llama.cpp 0.3.36 does the same with a whole photo; done here, it doesn't
depend on the version that is installed. Measured with the built-in model on 188 whole COCO photos with 692 object
labels (labels named in the text; photos with at least one named): padded 196, 131; by llama.cpp itself 196, 131;
squashed 184, 131; centre crop 194, 131. So padding costs nothing, and keeps what is at the edges.
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
    if max(height, width) <= side:
        return np.ascontiguousarray(rgb)
    return np.asarray(Image.fromarray(rgb).resize(_size(width, height, side), Image.Resampling.BICUBIC))


def square(rgb: Pixels, side: int, pad: tuple[int, int, int] = PAD) -> Pixels:
    """The view scaled to fit ``side`` × ``side`` (also up) and centred on the padding colour.

    A view that ``fit`` made is only padded, so that scaling happens once.
    """
    height, width = rgb.shape[:2]
    size = _size(width, height, side)
    if (width, height) != size:
        rgb = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BICUBIC))
    if size == (side, side):
        return np.ascontiguousarray(rgb)
    result = np.empty((side, side, 3), np.uint8)
    result[:] = pad
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    result[top : top + size[1], left : left + size[0]] = rgb
    return result


def _size(width: int, height: int, side: int) -> tuple[int, int]:
    """Width and height with the longer one exactly ``side``; fractions of a pixel count whole, as in llama.cpp."""
    longest = max(width, height)
    return -(-width * side // longest), -(-height * side // longest)

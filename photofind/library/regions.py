"""Parts of a photo at full sharpness, for a viewer that zooms in. These functions run inside a decoding worker.

Formats can't be decoded in part in general, so the whole photo is decoded once and held for the parts that follow: a
person who zooms in moves about. One photo at a time is held, and none while anything else is decoded.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from photofind.library.images import opened
from photofind.library.pixels import jpeg, srgb

if TYPE_CHECKING:
    from PIL import Image

HELD_PIXELS = 64_000_000
"""Larger photos are held reduced: Pillow takes four bytes a pixel, and needs the photo twice while it is turned."""
_QUALITY = 93
_ANY_SIDE = 1 << 16

_held: tuple[tuple[str, int, int], Image.Image] | None = None


def region(path: str, box: Sequence[float], max_side: int) -> bytes:
    """A part of the photo as JPEG: sRGB, upright, no metadata, long side at most ``max_side``, never enlarged.

    Args:
        box: left, top, right and bottom as fractions of the upright photo; clipped to it.

    Raises:
        ImageError: it can't be read; the message names the file and the reason.
    """
    image = _whole(path)
    width, height = image.size
    left, top = (max(0.0, min(1.0, box[0])) * width, max(0.0, min(1.0, box[1])) * height)
    right, bottom = (max(0.0, min(1.0, box[2])) * width, max(0.0, min(1.0, box[3])) * height)
    across, down = max(1.0, right - left), max(1.0, bottom - top)
    scale = min(1.0, max_side / max(across, down))
    size = (max(1, round(across * scale)), max(1, round(down * scale)))
    left, top = min(left, width - across), min(top, height - down)
    part = image.resize(size, box=(left, top, left + across, top + down), reducing_gap=2.0)
    return jpeg(part, _QUALITY)


def let_go() -> None:
    """Free the photo that is held."""
    global _held  # noqa: PLW0603 - one worker process holds one photo
    _held = None


def _whole(path: str) -> Image.Image:
    global _held  # noqa: PLW0603 - as above
    sign = (path, 0, 0)
    with contextlib.suppress(OSError):  # opening it says why
        status = os.stat(path)
        sign = (path, status.st_mtime_ns, status.st_size)
    if _held is not None and _held[0] == sign:
        return _held[1]
    let_go()
    with opened(path, _ANY_SIDE, area=HELD_PIXELS) as photo:
        width, height = photo.size
        shrink = min(1.0, math.sqrt(HELD_PIXELS / (width * height)))
        image = srgb(photo.image, math.ceil(max(width, height) * shrink), photo.turn)
    _held = (sign, image)
    return image
